"""Solves an assignment with capacities by scipy.optimize.linear_sum_assignment, which wants a dense matrix: a column for each place.

Reads what lemon/oracle.cc reads; prints its name, the optimum and the seconds that solving alone took, by the clock
and of the processor.
"""
import sys
import time

import numpy
from scipy.optimize import linear_sum_assignment


def numbers(kind, n):
    return numpy.frombuffer(sys.stdin.buffer.read(n * numpy.dtype(kind).itemsize), kind)


n, m, k = (int(x) for x in numbers("<i8", 3))
capacity, first, place = numbers("<i4", m), numbers("<i4", n + 1), numbers("<i4", k)
value = numbers("<i8", k)
column = numpy.concatenate(([0], numpy.cumsum(capacity)))
matrix = numpy.zeros((n, column[-1]))  # no arc is worth as much as waiting: 0
for i in range(n):
    for a in range(first[i], first[i + 1]):
        matrix[i, column[place[a]]:column[place[a] + 1]] = value[a]
start, used = time.perf_counter(), time.process_time()
rows, columns = linear_sum_assignment(matrix, maximize=True)
took, used = time.perf_counter() - start, time.process_time() - used
print("linear_sum_assignment", int(matrix[rows, columns].sum()), f"{took:.6f} {used:.6f}")
