import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    dir: "tests/js",
    // The files of a worker share one page, as the views of a notebook do: loading happy-dom and the front end once
    // takes a third less than once a file, and what a file leaves behind is noticed by the next.
    isolate: false,
    restoreMocks: true,
    pool: "threads",
    // A limit only ends what hangs: on a busy machine a test can take ten times as long as on an idle one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
