// Package domain holds the rules of scheduling: whose time can be booked when, and what may happen to an appointment.
//
// One engine lists, explains and commits. It is a pure function of a [Catalog] (types, providers, rooms), the
// [Occupancy], which is the time that rows take, and the present instant: [Calendar.Judge] says whether a start is
// offered, [Calendar.Open] is Judge over every start of the grid, and every booking is judged again inside its own
// transaction.
//
// Instants are UTC microseconds in int64; hours are wall-clock minutes of an IANA zone, resolved per date.
//
// # Cost
//
// A request reads the store once, whatever the number of providers: one statement for the rows written since the last
// look, which the catalog's version and a repeat's answer come with. Everything else is in memory.
//
//   - Time is bits, one for five minutes. The busy bits are kept by provider in pages of 4096 cells, two weeks; a write
//     copies the pages it touches, some microseconds, and nobody waits for it.
//   - To list D days, a provider costs the marking of the grid, one step per start that the hours allow, and about
//     4.5 D words of 64 bits, a few times over: free starts are the grid's bits without the busy ones, widened by the
//     blocked range. The judge, which looks through the rows by binary search, is asked only about what is left.
//   - A type that any provider takes asks nobody about a start that somebody is known to be free for, so that the judge
//     runs about once per start listed. Openings of several providers are judged when they are about to be picked.
//   - Memory is about 150 bytes for a row: 655 KiB for a provider's year with twelve appointments on every day of it.
//   - Rows of the past cost nothing: memory begins thirty days ago and the table is read by index from there on.
package domain
