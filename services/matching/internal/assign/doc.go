// Package assign finds who goes where so that the sum of all benefits is as large as it can be, and proves it.
//
// # Model
//
// Each client goes to one of the places its arcs lead to, or waits; a therapist takes as many clients as its capacity, the first,
// second, … at a rising cost if costs are given. Places may be slots of a therapist, one client each ([Instance.Therapist]). It is a
// linear program whose corners are whole, so prices λ prove an assignment: for any prices whatever,
//
//	Σ over clients of max(wait, max over arcs of (benefit − λ of its place)) + Σ over therapists of Σ max(0, λ − cost of each place)
//
// is at least what any assignment is worth (weak duality). [Verify] counts both sides from the instance, the assignment and the prices
// alone. The prices are what is kept for the online ranking: what a place of that therapist is worth to the others.
//
// # Method
//
//   - Auction (Bertsekas, "The auction algorithm", Annals of Operations Research 14, 1988): a client without a place bids for the best
//     one, by how much it is better than the next best, plus ε. The places of a therapist are alike, so they form a heap and the
//     cheapest is bid for (Bertsekas and Castañon, "The auction algorithm for the transportation problem", 1989).
//   - ε-scaling: the prices of a coarse ε are where a finer one starts. Clients who are within the finer ε of their best place stay. The look
//     that says who they are says, too, up to which price each would stay: so a bid for a full place meets the one who would go first, and
//     the others there need not bid to find that out.
//   - Reverse auction (Bertsekas, Castañon and Tsaknakis, "Reverse auction and the solution of inequality constrained assignment
//     problems", SIAM Journal on Optimization 3, 1993): a place left empty above its cost lowers its price until someone comes, or
//     until it costs no more than its cost. So capacity to spare has no price. As what clients have only grows in it, the few to whom a place
//     is worth most are looked for once, and again only when these are gone.
//   - Fractions: values are counted in fractions of a unit and the last ε is one of them. The prices are then rounded to units. As values
//     are whole and few ε meet in one price, rounding takes nearly all of what they left to be gained.
//   - Exact finish: where a client would gain by moving, by up to ε, prices are corrected along shortest paths (Bellman and Ford, with
//     the subtree disassembly of Tarjan, "Shortest paths", 1981). A negative cycle is a better assignment: it is turned, and the rest
//     goes on. When no price changes any more the gap is 0.
//   - Column generation ([SolveAll]): solve over few arcs for each client, ask for pairs worth more than their price, and solve again
//     from the prices there are. When there are none the optimum is one over all pairs.
//
// # Cost
//
// With A arcs for each client, a bid reads A arcs in one run of memory and A prices at random: prices are 4 bytes each where the values
// allow it, so that those of 200 000 therapists fit a core's own cache. There are log₁₂ of the largest value phases, or of what the gap
// allowed leaves of it; in all of them together a client bids about seven times, and each reads all arcs once to judge who stays and what the
// gap is. A step of the reverse auction reads the arcs of one place at most, and there is one for every four bids. The exact finish reads the arcs
// of those who would gain by moving and of whom they displace. Memory is 8 bytes for each arc and again for each arc seen from the therapist, on top of
// the instance; 16 where values need an int64.
//
// A [Solver] keeps what was built, the places and the prices. After a [Delta] only the clients and places in it are built anew; who is then
// without a place bids, what is then dear is lowered, and everything else stays within ε of the best as it was. A client who is new costs some
// twenty to forty bids and as many steps, until room is found. Of many arcs it keeps, from the first delta on, copies of the few for each client
// and place that can matter at prices near those it has, with a bound for all others: 64 bytes for a client, 256 for a place. So the proof, the
// bids and the steps read some four arcs for each client and a dozen for each place; only where prices have changed by much all are read.
//
// Slots cost more: a therapist of T slots has up to T blockers (see slots.go) with T arcs each.
//
// Bids are made, and clients for empty places found, in rounds of a fixed size by all cores; they are taken one after the other, so the same
// instance has the same answer however many cores there are.
package assign
