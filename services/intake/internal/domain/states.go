package domain

// State is where an inquiry stands, named as in the API.
type State string

// The states. Pending is the intent of a booking that scheduling has not confirmed: no reader sees it.
const (
	Pending            State = "PENDING"
	New                State = "NEW"
	ConsultationBooked State = "CONSULTATION_BOOKED"
	Consulted          State = "CONSULTED"
	Unreached          State = "UNREACHED"
	Proposed           State = "PROPOSED"
	Paired             State = "PAIRED"
	FirstSessionBooked State = "FIRST_SESSION_BOOKED"
	InCare             State = "IN_CARE"
	Waitlisted         State = "WAITLISTED"
	Closed             State = "CLOSED"
)

// States are all states a reader may see, in the order of the journey.
func States() []State {
	return []State{
		New, ConsultationBooked, Consulted, Unreached, Proposed, Paired, FirstSessionBooked, InCare, Waitlisted, Closed,
	}
}

// Verb is something staff or the client does to an inquiry.
type Verb string

// The verbs. What a call came to is part of the verb, because it decides the state.
const (
	Reach         Verb = "REACH"
	Miss          Verb = "MISS"
	Postpone      Verb = "POSTPONE"
	Match         Verb = "MATCH"
	Propose       Verb = "PROPOSE"
	Pair          Verb = "PAIR"
	Waitlist      Verb = "WAITLIST"
	Close         Verb = "CLOSE"
	Reopen        Verb = "REOPEN"
	BookCall      Verb = "BOOK_CALL"
	WithdrawWish  Verb = "WITHDRAW_WISH"
	LoseCall      Verb = "LOSE_CALL"
	LoseSession   Verb = "LOSE_SESSION"
	LoseProposal  Verb = "LOSE_PROPOSAL"
	AttendSession Verb = "ATTEND_SESSION"
)

// Verbs are all verbs.
func Verbs() []Verb {
	return []Verb{
		Reach, Miss, Postpone, Match, Propose, Pair, Waitlist, Close, Reopen, BookCall, WithdrawWish,
		LoseCall, LoseSession, LoseProposal, AttendSession,
	}
}

// transitions is the state machine: from which state a verb leads where. What is not listed is refused.
var transitions = map[Verb]map[State]State{
	// A call that reached the client settles the need. While therapists are proposed, the client waits for one, or has lost
	// the first session, it only brings the need up to date: what another pairing asks for may be missing.
	Reach: {
		New: Consulted, ConsultationBooked: Consulted, Unreached: Consulted, Consulted: Consulted,
		Proposed: Proposed, Waitlisted: Waitlisted, Paired: Paired,
	},
	Miss:     to(Unreached, New, ConsultationBooked, Unreached, Consulted),
	Postpone: to(Closed, New, ConsultationBooked, Unreached, Consulted, Proposed, Waitlisted),
	// A client who is paired and lost the first session gets another one with the same therapist.
	Match:    {Consulted: Consulted, Proposed: Proposed, Waitlisted: Waitlisted, Paired: Paired},
	Propose:  to(Proposed, Consulted, Proposed, Waitlisted),
	Pair:     to(FirstSessionBooked, Consulted, Proposed, Waitlisted, Paired),
	Waitlist: to(Waitlisted, Consulted, Proposed),
	// A proposal that lapsed leaves the client where they were, on the waitlist if they wait.
	LoseProposal: {Proposed: Consulted},
	Close: to(Closed, New, ConsultationBooked, Unreached, Consulted, Proposed, Paired, FirstSessionBooked, InCare,
		Waitlisted),
	// Reopen leads to CONSULTED instead when the call was made.
	Reopen:       to(New, Closed),
	BookCall:     to(ConsultationBooked, New, Unreached),
	WithdrawWish: to(Closed, New),
	// What happens to an appointment in scheduling moves the inquiry only where the appointment is what it stands on.
	LoseCall:      {ConsultationBooked: New},
	LoseSession:   {FirstSessionBooked: Paired},
	AttendSession: to(InCare, FirstSessionBooked, Paired),
}

func to(target State, from ...State) map[State]State {
	row := make(map[State]State, len(from))
	for _, s := range from {
		row[s] = target
	}
	return row
}

// Next returns where the verb leads from the state; ok is false when it is refused there.
func Next(v Verb, from State) (next State, ok bool) {
	next, ok = transitions[v][from]
	return next, ok
}

// check returns the state the verb leads to, or ErrWrongState.
func (i *Inquiry) check(v Verb) (State, error) {
	next, ok := Next(v, i.State)
	if !ok {
		return "", ErrWrongState.With("state", string(i.State))
	}
	return next, nil
}
