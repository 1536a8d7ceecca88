package domain

import (
	"cmp"
	"slices"
	"time"
)

// Provider is anyone whose time can be booked: an intake coordinator or a therapist.
type Provider struct {
	// ID is the bare id.
	ID string
	// DisplayName is shown to staff.
	DisplayName string
	// Types are the appointment types the provider takes.
	Types []string
	// Modes are the ways of meeting offered; none means every way the type allows.
	Modes []Mode
	// Schedule is when.
	Schedule Schedule
	// LedgerFrom is the instant from which on the provider counts in the ledger: when it was made, or its week or what it
	// takes last changed. So nobody owes for hours that were not theirs.
	LedgerFrom int64
}

// Schedule is a week of wall-clock hours with exceptions.
type Schedule struct {
	// TimeZone is the IANA zone of the hours.
	TimeZone string
	// Hours are the weekly windows.
	Hours []Hours
	// Exceptions are time off and extra hours, by start.
	Exceptions []Exception
	// Limits bound how much is taken in a day and a week.
	Limits Limits
	// Version rises with every change.
	Version int64
}

// Hours is a weekly window [Start, End) in minutes of the wall clock, between two dates if given.
type Hours struct {
	Day        time.Weekday
	Start, End int
	// From and To are the first and last date; nil means always.
	From, To *Date `json:",omitempty"`
	// Types limits the window to some appointment types; none means all.
	Types []string `json:",omitempty"`
	// SiteID is where the provider is then, for what is in person; "" means any site.
	SiteID string `json:",omitempty"`
}

// ExceptionKind says what an exception does.
type ExceptionKind int32

// The kinds; the numbers are those of the wire and of the store.
const (
	TimeOff    ExceptionKind = 1
	ExtraHours ExceptionKind = 2
)

// Exception replaces or adds to the week in [Start, End).
type Exception struct {
	ID         string
	Kind       ExceptionKind
	Start, End int64
	// Label says why, for staff; no personal detail.
	Label string
	// Types limits it to some appointment types; none means all.
	Types []string `json:",omitempty"`
	// SiteID is where the provider is in extra hours; "" means any site.
	SiteID string `json:",omitempty"`
}

// concerns reports whether the exception is for the type; "" means any.
func (e *Exception) concerns(typeID string) bool {
	return len(e.Types) == 0 || typeID == "" || slices.Contains(e.Types, typeID)
}

// Takes reports whether the provider takes the appointment type.
func (p *Provider) Takes(typeID string) bool { return slices.Contains(p.Types, typeID) }

func (h *Hours) applies(d Date, typeID string) bool {
	return d.Weekday() == h.Day &&
		(h.From == nil || d >= *h.From) && (h.To == nil || d <= *h.To) &&
		(len(h.Types) == 0 || slices.Contains(h.Types, typeID))
}

// normal returns the exceptions in the order they are kept in: by start, then id.
func normal(exceptions []Exception) []Exception {
	slices.SortFunc(exceptions, func(a, b Exception) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	return exceptions
}
