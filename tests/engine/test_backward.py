"""What a backward pass leaves in the gradients, once and again."""

from typing import Any

from microgradext.engine.value import Value


def test_repeated_operands_count_twice() -> None:
    a = Value(3.0)
    b = a + a
    b.backward()
    assert (b.data, a.grad) == (6.0, 2.0)
    c = a * a * a
    a.grad = 0
    c.backward()
    assert a.grad == 27.0


def test_backward_twice_adds_to_leaves_and_counts_no_intermediate_twice(torch: Any) -> None:
    def run(a: Any, b: Any) -> None:
        c = a * b
        d = c * c + a
        d.backward(**({} if isinstance(a, Value) else {"retain_graph": True}))
        d.backward()

    a, b = Value(2.0), Value(3.0)
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (2.0, 3.0)]
    run(a, b)
    run(*tensors)
    assert [a.grad, b.grad] == [tensor.grad for tensor in tensors] == [74.0, 48.0]


def test_a_second_output_sees_only_its_own_gradients_between() -> None:
    a, b = Value(2.0), Value(3.0)
    c = a * b
    first, second = c * 5, c * c
    first.backward()
    assert (c.grad, a.grad, b.grad) == (5.0, 15.0, 10.0)
    second.backward()
    assert c.grad == 12.0  # not 17
    assert (a.grad, b.grad) == (15.0 + 36.0, 10.0 + 24.0)


def test_backward_of_a_leaf_adds_one(torch: Any) -> None:
    a = Value(2.0)
    t = torch.tensor(2.0, requires_grad=True)
    a.backward()
    t.backward()
    assert a.grad == t.grad == 1.0
    a.backward()
    assert a.grad == 2.0


def test_numbers_get_no_gradient_but_take_part() -> None:
    a = Value(2.0)
    out = 3 * a + 4
    out.backward()
    assert (out.data, a.grad) == (10.0, 3.0)
