// Package domain holds the rules of scheduling: whose time can be booked when, and what may happen to an appointment.
//
// One engine lists, explains and commits. It is a pure function of a [Catalog] (types, providers, rooms), the rows
// that occupy time, and the present instant: [Calendar.Judge] says whether a start is offered, [Calendar.Open] is
// Judge over every start of the grid, and every booking is judged again inside its own transaction.
//
// Instants are UTC microseconds in int64; hours are wall-clock minutes of an IANA zone, resolved per date.
package domain
