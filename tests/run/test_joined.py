"""Tables that come one after another, held as few."""

import pyarrow as pa

from pipelines.run.joined import Joined


def test_rows_are_taken_in_the_order_in_which_they_came_and_then_no_longer_held():
    joined = Joined()
    assert joined.taken() is None
    for number in range(250):
        joined.add(pa.table({"number": [number]}))
    assert joined.rows == 250
    taken = joined.taken()
    assert taken is not None
    assert taken["number"].to_pylist() == list(range(250))
    assert taken["number"].num_chunks == 1
    assert (joined.rows, joined.taken()) == (0, None)
