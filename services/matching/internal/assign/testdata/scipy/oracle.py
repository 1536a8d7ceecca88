"""Solves an assignment with capacities by scipy.optimize.linear_sum_assignment, which wants a dense matrix: a column for each place.
Called with "sparse", by scipy.sparse.csgraph.min_weight_full_bipartite_matching, which takes the arcs alone: waiting is a column for
each client.

Reads what lemon/oracle.cc reads; prints its name, the optimum and the seconds that solving alone took, by the clock
and of the processor.
"""
import sys
import time

import numpy
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching


def numbers(kind, n):
    return numpy.frombuffer(sys.stdin.buffer.read(n * numpy.dtype(kind).itemsize), kind)


n, m, k = (int(x) for x in numbers("<i8", 3))
capacity, first, place = numbers("<i4", m), numbers("<i4", n + 1), numbers("<i4", k)
value = numbers("<i8", k)
column = numpy.concatenate(([0], numpy.cumsum(capacity)))
times = capacity[place]  # an arc is one to each of the places
row = numpy.repeat(numpy.repeat(numpy.arange(n), numpy.diff(first)), times)
nth = numpy.arange(times.sum()) - numpy.repeat(numpy.cumsum(times) - times, times)
to, worth = numpy.repeat(column[place], times) + nth, numpy.repeat(value, times)
if "sparse" in sys.argv:
    solver = min_weight_full_bipartite_matching
    wait = int(value.max()) + 1  # takes the place of 0, which is no arc
    row, to = numpy.concatenate((row, numpy.arange(n))), numpy.concatenate((to, column[-1] + numpy.arange(n)))
    matrix = csr_matrix((numpy.concatenate((wait - worth, numpy.full(n, wait))).astype(float), (row, to)), shape=(n, column[-1] + n))
else:
    solver = linear_sum_assignment
    wait = 0
    matrix = numpy.zeros((n, column[-1]))  # no arc is worth as much as waiting: 0
    matrix[row, to] = -worth
start, used = time.perf_counter(), time.process_time()
rows, columns = solver(matrix)
took, used = time.perf_counter() - start, time.process_time() - used
print(solver.__name__, int(n * wait - matrix[rows, columns].sum()), f"{took:.6f} {used:.6f}")
