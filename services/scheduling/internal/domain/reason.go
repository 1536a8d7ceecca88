package domain

// Reason is what the engine says of a start. The values are the wire's names.
type Reason string

// The reasons. Offered is the only one that can be booked.
const (
	Offered         Reason = "OFFERED"
	OutsideHours    Reason = "OUTSIDE_HOURS"
	OnTimeOff       Reason = "TIME_OFF"
	Busy            Reason = "BUSY"
	Buffer          Reason = "BUFFER"
	HeldByOther     Reason = "HELD"
	DayFull         Reason = "DAY_FULL"
	WeekFull        Reason = "WEEK_FULL"
	NewClientsFull  Reason = "NEW_CLIENTS_FULL"
	LeavesGap       Reason = "LEAVES_GAP"
	NoRoom          Reason = "NO_ROOM"
	TooSoon         Reason = "TOO_SOON"
	TooFar          Reason = "TOO_FAR"
	NonexistentTime Reason = "NONEXISTENT_LOCAL_TIME"
	PracticeClosed  Reason = "PRACTICE_CLOSED"
)

// limits reports whether it is one of a provider's limits.
func (r Reason) limits() bool { return r == DayFull || r == WeekFull || r == NewClientsFull }

// rank orders reasons by how near the start came to being offered. When several providers could take a start and none
// does, the reason of the nearest is given.
func (r Reason) rank() int {
	switch r {
	case Offered:
		return 8
	case NoRoom:
		return 7
	case DayFull, WeekFull, NewClientsFull:
		return 6
	case LeavesGap:
		return 5
	case Buffer:
		return 4
	case HeldByOther:
		return 3
	case Busy:
		return 2
	case OnTimeOff, PracticeClosed:
		return 1
	default:
		return 0
	}
}
