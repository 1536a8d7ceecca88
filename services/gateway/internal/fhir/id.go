package fhir

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// The appointment types, as scheduling knows them. A consultation is a start and not a person: whoever of the
// coordinators is free makes it, so all of them share one schedule.
const (
	consultation = "consultation"
	firstSession = "first-session"
	session      = "session"
)

// sessions are the types that a therapist has a schedule of.
func sessions() []string { return []string{firstSession, session} }

// kinds are all types whose slots are listed.
func kinds() []string { return []string{consultation, firstSession, session} }

// maxMinutes bounds an appointment; scheduling books nothing longer.
const maxMinutes = 24 * 60

// validID reports whether text can be the id of a resource.
func validID(text string) bool {
	if text == "" || len(text) > 64 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

// start names a slot by what it is: a type, whose time, and when. Slots are computed, so this is all there is of one.
type start struct {
	kind string
	// provider is the bare id; "" for a type that any provider takes.
	provider string
	at       time.Time
	minutes  int
}

// schedule is the id of the schedule the slot belongs to.
func (s start) schedule() string { return scheduleID(s.kind, s.provider) }

// id is <schedule>.<seconds>.<minutes>.
func (s start) id() string {
	return s.schedule() + "." + strconv.FormatInt(s.at.Unix(), 10) + "." + strconv.Itoa(s.minutes)
}

func (s start) end() time.Time { return s.at.Add(time.Duration(s.minutes) * time.Minute) }

func newStart(kind, provider string, from, to time.Time) start {
	return start{kind: kind, provider: provider, at: from, minutes: int(to.Sub(from) / time.Minute)}
}

// parseStart reads what id wrote, and nothing else.
func parseStart(text string) (start, bool) {
	parts := strings.Split(text, ".")
	if len(parts) < 3 {
		return start{}, false
	}
	n := len(parts)
	kind, provider, ok := parseSchedule(strings.Join(parts[:n-2], "."))
	seconds, err := strconv.ParseInt(parts[n-2], 10, 64)
	minutes, minutesErr := strconv.Atoi(parts[n-1])
	s := start{kind: kind, provider: provider, at: time.Unix(seconds, 0).UTC(), minutes: minutes}
	ok = ok && err == nil && minutesErr == nil && seconds > 0 && s.at.Year() <= 9999 &&
		minutes > 0 && minutes <= maxMinutes && s.id() == text
	return s, ok
}

func scheduleID(kind, provider string) string {
	if kind == consultation {
		return consultation
	}
	return kind + "." + provider
}

func parseSchedule(text string) (kind, provider string, ok bool) {
	if text == consultation {
		return consultation, "", true
	}
	kind, provider, ok = strings.Cut(text, ".")
	return kind, provider, ok && slices.Contains(sessions(), kind) && id.Valid(provider)
}

// What is proposed and what is held is stored nowhere here: its id is what scheduling knows it by. The alphabet of
// those tokens is base64url, of which R4's ids lack the underscore.
const (
	proposedPrefix = "slot."
	heldPrefix     = "hold."
)

func proposedID(slot string) string { return proposedPrefix + strings.ReplaceAll(slot, "_", ".") }

func heldID(hold string) string { return heldPrefix + strings.ReplaceAll(hold, "_", ".") }

// parseToken reads the id of something proposed or held.
func parseToken(text string) (slot, hold string, ok bool) {
	if !validID(text) {
		return "", "", false
	}
	if rest, found := strings.CutPrefix(text, proposedPrefix); found && rest != "" {
		return strings.ReplaceAll(rest, ".", "_"), "", true
	}
	rest, found := strings.CutPrefix(text, heldPrefix)
	return "", strings.ReplaceAll(rest, ".", "_"), found && rest != ""
}
