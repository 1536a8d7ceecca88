// Package simulate plays matching on made-up practices, to see what its ranking and its plans are worth beside other ways
// of pairing clients and therapists.
//
// A world has therapists with true strengths by outcome domain, which nobody sees; histories of measured courses, from
// which the engine estimates those strengths with the product's own code (package evidence); clients with troubles, rules
// and wishes; and places that open in the course of a year. Whoever is served gets the true benefit of the pair. The
// engine's scores are the product's kernel (package score), its plans the product's solver (package assign). The rules the
// clients bring are conditions of the same kernel. What is true of the world (what preferences are worth, how severity
// scales, what a wait costs) is written down here a second time, on its own and with its sources, so that a change of the
// engine's weights does not change the world it is judged by.
//
// Two bounds frame the methods: hindsight, which knows all clients of the year and nothing but the engine's estimates,
// and the oracle, which knows the true benefits as well; both ignore when places open, so nothing can reach more.
//
// The setting of the preset "plain" is that of the published targets: nothing but the domains, 40 therapists in reach,
// everyone at once.
package simulate
