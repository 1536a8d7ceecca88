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
// No method looks ahead: it knows the clients who have come and the places that have opened, and what other years of the same practice
// were like; that the product has to learn from its own. Methods that decide for each client as they come are one kind, those that
// wait a week and decide for all at once another.
//
// Three bounds frame them: hindsight, which knows all clients of the year and nothing but the engine's estimates; the same by the
// day, which uses a place only once it is open; and the oracle, which knows the true benefits as well. The first and the last
// ignore when places open, so nothing can reach more.
//
// Benefit alone is deceptive: who is left out counts zero in it, no less than a client without wishes served by an average
// therapist, so a method that leaves those out looks good. The net gain counts what being served is worth, and the starts that are
// lost by waiting.
//
// The setting of the preset "plain" is that of the published targets: nothing but the domains, 40 therapists in reach,
// everyone at once.
package simulate
