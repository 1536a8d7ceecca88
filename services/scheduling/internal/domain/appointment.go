package domain

import (
	"strconv"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Appointment is one row: a hold, a booking, or what became of it.
type Appointment struct {
	ID         string
	TypeID     string
	State      State
	ProviderID string
	RoomID     string
	Mode       Mode
	// Start and End are the appointment; BlockedStart and BlockedEnd include its buffers.
	Start, End               int64
	BlockedStart, BlockedEnd int64
	// Wish is what it asks of its room; where it is, the room says.
	Wish RoomWish
	// InquiryID is opaque here; empty for a public hold.
	InquiryID string
	// SeriesID is the series it is an occurrence of, SeriesIndex its position there; "" for none.
	SeriesID    string `json:",omitempty"`
	SeriesIndex int    `json:",omitempty"`
	// HoldHash is the hash of the hold's secret, HoldExpire when it lapses; empty once booked.
	HoldHash       string `json:"-"`
	HoldExpire     int64
	HoldExtensions int
	// Version rises with every change, Sequence with every reschedule and cancellation.
	Version          int64
	Sequence         int
	Created, Updated int64
	// Contact is a keyed hash of how the client is reached, on a call of which one may be open; "" for all others.
	Contact string `json:"-"`
	// Overbook is the rule that a member of staff went over, OverbookReason why; "" for none.
	Overbook       Reason `json:",omitempty"`
	OverbookReason string `json:",omitempty"`
	// LateCancel says that it was cancelled later than its type allows.
	LateCancel bool `json:",omitempty"`
	// Guards are the provider's limits at its time, judged once more when it goes in. They are not stored.
	Guards []Guard `json:"-"`

	// ProviderName, RoomName and the room's site are for staff screens; they are not stored with the row.
	ProviderName, RoomName, SiteID, SiteName string `json:"-"`
}

// ETag is the version as callers see it.
func (a *Appointment) ETag() string { return etag(a.Version) }

func etag(version int64) string { return strconv.FormatInt(version, 36) }

// lapsed reports whether the row is a hold whose time is over.
func (a *Appointment) lapsed(now int64) bool { return a.State == Held && a.HoldExpire <= now }

// Occupied is the time the row takes.
func (a *Appointment) Occupied() Occupied {
	return Occupied{
		ID: a.ID, Provider: a.ProviderID, Room: a.RoomID, TypeID: a.TypeID, Start: a.Start, End: a.End,
		BlockedStart: a.BlockedStart, BlockedEnd: a.BlockedEnd, HoldExpire: a.HoldExpire, Created: a.Created,
	}
}

// fresh makes it a new row.
func (a *Appointment) fresh(typeID string, now int64) {
	a.ID, a.TypeID, a.Version, a.Created, a.Updated = id.New(), typeID, 1, now, now
}

// at moves the row to a start and a claim.
func (a *Appointment) at(t *Type, start int64, c Claim) {
	a.ProviderID, a.RoomID, a.Mode, a.Guards = c.Provider, c.Room, c.Mode, c.Guards
	a.Start, a.End = start, start+t.Duration.Microseconds()
	a.BlockedStart, a.BlockedEnd = t.blocked(start)
}

// Change is one event of the feed.
type Change struct {
	// Cursor is opaque; it says where to go on.
	Cursor        string
	AppointmentID string
	Kind          Kind
	State         State
	Time          int64
	RequestID     string
	InquiryID     string
	Actor         string
	// TypeID, ProviderID, Start and End say which time became free, with KindFreed.
	TypeID, ProviderID string
	Start, End         int64
	// Overbook is the rule that was gone over, with KindBooked and KindRescheduled.
	Overbook Reason
}
