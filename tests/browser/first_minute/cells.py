"""Sixty cells as people write them, ten to a notebook: the numbers are the point, of every size, sign and spelling."""

FINANCE = {
    "mortgage": "loan = 250_000\nrate = 0.036\nyears = 30\nmonthly = rate / 12\n"
    "payment = loan * monthly / (1 - (1 + monthly) ** (-12 * years))",
    "compound interest": "principal = 1500.0\ninterest = 0.043\nperiods = 18\n"
    "balance = principal * (1 + interest) ** periods",
    "black scholes": "spot = 101.35\nstrike = 95.0\nvolatility = 0.22\nriskfree = 0.017\nexpiry = 0.75\n"
    "root = volatility * sqrt(expiry)\nd1 = (log(spot / strike) + (riskfree + volatility ** 2 / 2) * expiry) / root\n"
    "d2 = d1 - root\ncall = spot * (1 + erf(d1 / sqrt(2))) / 2 "
    "- strike * exp(-riskfree * expiry) * (1 + erf(d2 / sqrt(2))) / 2",
    "bond": "face = 1000\ncoupon = 42.5\nyield_to_maturity = 0.0385\nterm = 7\n"
    "annuity = (1 - (1 + yield_to_maturity) ** -term) / yield_to_maturity\n"
    "price = coupon * annuity + face * (1 + yield_to_maturity) ** -term",
    "market cap": "shares = 15_550_061_000\nquote = 189.95\nearnings = 96_995_000_000\ncap = shares * quote\n"
    "price_earnings_ratio = cap / earnings",
    "savings until": "now = 2026\nretirement = 2051\nsaved_each_year = 4800\nreturn_rate = 0.055\n"
    "span = retirement - now\nfund = saved_each_year * ((1 + return_rate) ** span - 1) / return_rate",
    "break even": "fixed_costs = 84_000\nprice_per_unit = 29.9\ncost_per_unit = 12.35\n"
    "margin = price_per_unit - cost_per_unit\nunits = fixed_costs / margin",
    "portfolio": "equity_share = 0.6\nequity_return = 0.071\nbond_return = -0.012\ncash = 0.02\n"
    "mixed = equity_share * equity_return + (1 - equity_share) * bond_return\nexcess = mixed - cash",
    "inflation": "wage_2010 = 2_834.50\nwage_2025 = 3_978.15\nprices = 1.387\n"
    "nominal = wage_2025 / wage_2010\nreal = (nominal / prices - 1) * 100",
    "currency": "euros = 1250\nper_euro = 163.42\nfee = 0.015\nyen = euros * per_euro * (1 - fee)",
}

PHYSICS = {
    "photon": "h = 6.62607015e-34\nc = 299_792_458\nwavelength = 532e-9\nenergy = h * c / wavelength\n"
    "in_electronvolts = energy / 1.602176634e-19",
    "gravity": "G = 6.6743e-11\nearth = 5.972e24\nmoon = 7.348e22\ndistance = 3.844e8\n"
    "force = G * earth * moon / distance ** 2",
    "projectile": "speed = 22.5\nangle = 38\ng = 9.81\nradians = angle * 3.141592653589793 / 180\n"
    "reach = speed ** 2 * sin(2 * radians) / g",
    "pendulum": "length = 0.994\ngravity = 9.80665\nswing = 0.15\n"
    "period = 6.283185307179586 * sqrt(length / gravity) * (1 + swing ** 2 / 16)",
    "capacitor": "resistance = 47_000\ncapacitance = 2.2e-6\nsupply = 5.0\nt = 0.1\n"
    "tau = resistance * capacitance\nvoltage = supply * (1 - exp(-t / tau))",
    "lens": "focal = 0.05\nobject_at = -2.4\nimage_at = 1 / (1 / focal + 1 / object_at)\n"
    "magnification = image_at / object_at",
    "relativity": "v = 0.87\nrest_mass = 938.272\ngamma = 1 / sqrt(1 - v ** 2)\nkinetic = rest_mass * (gamma - 1)",
    "ideal gas": "moles = 0.25\nR = 8.314462618\ncelsius = -18.5\nvolume = 0.0056\n"
    "kelvin = celsius + 273.15\npressure = moles * R * kelvin / volume",
    "sun": "stefan = 5.670374419e-8\nsurface = 5772\nradius = 695_700_000\nau = 149_597_870_700\n"
    "luminosity = 12.566370614359172 * radius ** 2 * stefan * surface ** 4\n"
    "at_earth = luminosity / (12.566370614359172 * au ** 2)",
    "damped": "amplitude = 0.12\ndecay = 0.35\nomega = 4.2\nphase = -0.6\nmoment = 1.8\n"
    "envelope = amplitude * exp(-decay * moment)\nposition = envelope * cos(omega * moment + phase)",
}

STATISTICS = {
    "z score": "x = 182.4\nmu = 175.0\nsigma = 7.1\nz = (x - mu) / sigma\ndensity = exp(-z ** 2 / 2) / sigma",
    "standard error": "n = 1024\ns = 14.87\nz95 = 1.96\nse = s / sqrt(n)\nhalf_width = z95 * se",
    "bayes": "prevalence = 0.001\nsensitivity = 0.98\nfalse_positive_rate = 0.04\n"
    "true = prevalence * sensitivity\nfalse = (1 - prevalence) * false_positive_rate\n"
    "posterior = true / (true + false)",
    "logit": "intercept = -3.2\nslope = 0.087\nage = 41\nlogit = intercept + slope * age\np = 1 / (1 + exp(-logit))",
    "two means": "mean_a = 5.31\nmean_b = 4.87\nsd_a = 0.92\nsd_b = 1.04\nn_a = 40\nn_b = 36\n"
    "spread = sqrt(sd_a ** 2 / n_a + sd_b ** 2 / n_b)\nt_statistic = (mean_a - mean_b) / spread",
    "poisson": "observed = 4\nexpected = 2.75\nlog_likelihood = observed * log(expected) - expected",
    "beta": "alpha = 12\nbeta = 5\nshape = alpha + beta\naverage = alpha / shape\n"
    "variance = alpha * beta / (shape ** 2 * (shape + 1))",
    "correlation": "r = -0.42\ncount = 88\nt_value = r * sqrt((count - 2) / (1 - r ** 2))",
    "sample size": "confidence = 1.645\nshare = 0.5\nerror = 0.03\npopulation = 82_300_000\n"
    "infinite = confidence ** 2 * share * (1 - share) / error ** 2\n"
    "needed = infinite / (1 + (infinite - 1) / population)",
    "gamma": "k = 0\ntheta = 2.5\nat = 1.3\nhazard = (at / theta + k) ** 2 + at",
}

CHEMISTRY = {
    "arrhenius": "A = 1.2e13\nEa = 84_500\nT = 298.15\ngas_constant = 8.314\n"
    "k_rate = A * exp(-Ea / (gas_constant * T))",
    "ph": "Ka = 1.8e-5\nacid = 0.15\nbase = 0.095\npH = -log(Ka) / 2.302585 + log(base / acid) / 2.302585",
    "nernst": "E0 = 1.1\nzinc = 0.0034\ncopper = 1.75\nelectrons = 2\nE = E0 - 0.0257 / electrons * log(zinc / copper)",
    "michaelis": "Vmax = 320\nKm = 0.0475\nsubstrate = 0.12\ninhibitor = 0.003\nKi = 8.5e-4\n"
    "apparent = Km * (1 + inhibitor / Ki)\nvelocity = Vmax * substrate / (apparent + substrate)",
    "half life": "half_life = 5730\nfraction = 0.237\ndating_age = -half_life * log(fraction) / log(2)",
    "dilution": "stock = 12.1\nstock_volume = 8.25\nfinal_volume = 1000\n"
    "molarity = stock * stock_volume / final_volume",
    "gibbs": "dH = -92.22\ndS = -0.19875\ntemperature = 450\ndG = dH - temperature * dS\n"
    "K = exp(-dG / (0.008314 * temperature))",
    "beer lambert": "epsilon = 6220\npath_length = 1.0\nconcentration = 4.7e-5\n"
    "absorbance = epsilon * path_length * concentration\ntransmitted = 100 * exp(-2.302585 * absorbance)",
    "van der waals": "a_vdw = 1.37\nb_vdw = 3.87e-2\nV = 0.5\nN = 1\nkelvins = 310\n"
    "pressure_atm = N * 0.082057 * kelvins / (V - N * b_vdw) - a_vdw * N ** 2 / V ** 2",
    "solubility": "Ksp = 1.77e-10\nchloride = 0.0\nsolubility = 2 * Ksp / (chloride + sqrt(chloride ** 2 + 4 * Ksp))",
}

LEARNING = {
    "neuron": "x1 = 2.0\nx2 = 0.0\nw1 = -3.0\nw2 = 1.0\nb = 6.8813735870195432\nnet = x1 * w1 + x2 * w2 + b\n"
    "o = tanh(net)",
    "sigmoid loss": "weight = 0.73\nbias = -0.41\nfeature = 2.6\nlabel = 1\n"
    "activation = 1 / (1 + exp(-(weight * feature + bias)))\n"
    "loss = -(label * log(activation) + (1 - label) * log(1 - activation))",
    "gelu": "u = -0.75\nscale = 0.044715\ninner = 0.7978845608 * (u + scale * u ** 3)\n"
    "out = 0.5 * u * (1 + tanh(inner))",
    "l2": "w = 1.85\ntarget = 3\nlam = 1e-4\nfit = (w - target) ** 2\nobjective = fit + lam * w ** 2",
    "adam": "m = 0.012\nv2 = 0.00034\nlr = 3e-4\neps = 1e-8\nparameter = -0.58\nupdate = lr * m / (sqrt(v2) + eps)\n"
    "moved = parameter - update",
    "momentum": "beta1 = 0.9\nvelocity_before = -0.035\ngradient = 0.48\nlearning_rate = 0.01\n"
    "velocity_after = beta1 * velocity_before + (1 - beta1) * gradient\nstep = learning_rate * velocity_after",
    "softmax": "cat = 2.1\ndog = -0.3\nbird = 0.45\nshare_of_cat = exp(cat) / (exp(cat) + exp(dog) + exp(bird))\n"
    "nll = -log(share_of_cat)",
    "attention": "q0 = 0.61\nq1 = -1.42\nk0 = 0.88\nk1 = -0.27\ndim = 64\nscore = (q0 * k0 + q1 * k1) / sqrt(dim)",
    "huber": "prediction = 7.4\nactual = 4.9\ndelta = 1.0\nresidual = prediction - actual\n"
    "huber = delta * (residual - delta / 2) if residual > delta else residual ** 2 / 2",
    "batch norm": "hidden = 14.2\nrunning_mean = 11.8\nrunning_var = 6.25\nbn_gain = 1.02\nbn_shift = -0.003\n"
    "stability = 1e-5\n"
    "normalised = (hidden - running_mean) / sqrt(running_var + stability)\nshifted = bn_gain * normalised + bn_shift",
}

EVERYDAY = {
    "body mass": "weight_kg = 71.3\nheight_cm = 178\nheight_m = height_cm / 100\nbmi = weight_kg / height_m ** 2",
    "fuel": "kilometres = 684.7\nlitres = 41.92\nprice_per_litre = 1.789\nper_100_km = 100 * litres / kilometres\n"
    "cost = litres * price_per_litre",
    "fahrenheit": "degrees_celsius = -40\nfactor = 1.8\noffset = 32\n"
    "degrees_fahrenheit = degrees_celsius * factor + offset",
    "electricity": "kilowatt_hours_per_year = 3500\nkilowatt_hours_from_roof = 1180\nprice_per_kilowatt_hour = 0.3194\n"
    "bill = (kilowatt_hours_per_year - kilowatt_hours_from_roof) * price_per_kilowatt_hour",
    "population": "year = 1987\nbase_year = 1900\ninhabitants = 1_650_000_000\ngrowth = 0.0131\n"
    "projected = inhabitants * exp(growth * (year - base_year))",
    "altitude": "sea_level = 1013.25\nlapse = -0.0065\naltitude = 8848.86\nground = 288.15\n"
    "air_pressure = sea_level * (1 + lapse * altitude / ground) ** 5.2559",
    "discount": "list_price = 79.99\ndiscount = 0.3\nvat = 0.19\nto_pay = list_price * (1 - discount) * (1 + vat)",
    "bits": "bandwidth = 2e7\nsignal = 1e-9\nnoise = 4e-12\ncapacity = bandwidth * log(1 + signal / noise) / log(2)",
    "great circle": "lat1 = 52.52\nlat2 = -33.8688\nlon1 = 13.405\nlon2 = 151.2093\nrad = 0.017453292519943295\n"
    "cosine = sin(lat1 * rad) * sin(lat2 * rad) + cos(lat1 * rad) * cos(lat2 * rad) * cos((lon2 - lon1) * rad)\n"
    "kilometers = 6371 * (1.5707963267948966 - asin(cosine))",
    "parabola": "a = -2.0\nb1 = 3.0\nc0 = -1.0\nxx = 0.5\ny = a * xx ** 2 + b1 * xx + c0",
}

SHEET = {
    "finance": FINANCE,
    "physics": PHYSICS,
    "statistics": STATISTICS,
    "chemistry": CHEMISTRY,
    "learning": LEARNING,
    "everyday": EVERYDAY,
}
