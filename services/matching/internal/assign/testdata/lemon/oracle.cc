// Solves an assignment with capacities by LEMON's NetworkSimplex and CostScaling and prints a line for each: its name, the
// optimum and the seconds that solving alone took, by the clock and of the processor. One of the two names as argument runs that
// one only.
//
// Standard input, little-endian: clients, therapists and arcs as int64; then capacities (int32), the first arc of each client and
// the end (int32), the arcs' therapists (int32) and their values over waiting (int64).
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>
#include <vector>

template <typename T>
static std::vector<T> numbers(size_t n) {
  std::vector<T> v(n);
  if (fread(v.data(), sizeof(T), n, stdin) != n) {
    fprintf(stderr, "the instance is cut short\n");
    exit(1);
  }
  return v;
}

typedef lemon::StaticDigraph Graph;

template <typename Solver>
static void solve(const char *name, const Graph &graph, const Graph::ArcMap<int64_t> &upper, const Graph::ArcMap<int64_t> &cost,
                  const Graph::NodeMap<int64_t> &supply) {
  auto start = std::chrono::steady_clock::now();
  clock_t used = clock();
  Solver solver(graph);
  solver.upperMap(upper).costMap(cost).supplyMap(supply);
  if (solver.run() != Solver::OPTIMAL) {
    fprintf(stderr, "%s found no optimum\n", name);
    exit(1);
  }
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  printf("%s %lld %.6f %.6f\n", name, -(long long)solver.template totalCost<int64_t>(), took.count(),
         double(clock() - used) / CLOCKS_PER_SEC);
}

int main(int argc, char **argv) {
  auto size = numbers<int64_t>(3);
  int64_t n = size[0], m = size[1], k = size[2];
  auto capacity = numbers<int32_t>(m), first = numbers<int32_t>(n + 1), place = numbers<int32_t>(k);
  auto value = numbers<int64_t>(k);

  // Clients, then therapists, then the sink. A client who waits goes to the sink at no cost.
  std::vector<std::pair<int, int>> arcs;
  std::vector<int64_t> costs, uppers;
  for (int64_t i = 0; i < n; i++) {
    for (int32_t a = first[i]; a < first[i + 1]; a++) {
      arcs.emplace_back(i, n + place[a]);
      costs.push_back(-value[a]);
      uppers.push_back(1);
    }
    arcs.emplace_back(i, n + m);
    costs.push_back(0);
    uppers.push_back(1);
  }
  for (int64_t j = 0; j < m; j++) {
    arcs.emplace_back(n + j, n + m);
    costs.push_back(0);
    uppers.push_back(capacity[j]);
  }
  Graph graph;
  graph.build(n + m + 1, arcs.begin(), arcs.end());
  Graph::ArcMap<int64_t> cost(graph), upper(graph);
  for (size_t a = 0; a < arcs.size(); a++) {
    cost[graph.arc(a)] = costs[a];
    upper[graph.arc(a)] = uppers[a];
  }
  // The largest instances need the memory.
  std::vector<std::pair<int, int>>().swap(arcs);
  std::vector<int64_t>().swap(costs);
  std::vector<int64_t>().swap(uppers);
  Graph::NodeMap<int64_t> supply(graph, 0);
  for (int64_t i = 0; i < n; i++) supply[graph.node(i)] = 1;
  supply[graph.node(n + m)] = -n;

  const char *only = argc > 1 ? argv[1] : "";
  if (!*only || !strcmp(only, "NetworkSimplex"))
    solve<lemon::NetworkSimplex<Graph, int64_t, int64_t>>("NetworkSimplex", graph, upper, cost, supply);
  if (!*only || !strcmp(only, "CostScaling"))
    solve<lemon::CostScaling<Graph, int64_t, int64_t>>("CostScaling", graph, upper, cost, supply);
}
