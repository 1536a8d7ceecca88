package domain

import (
	"fmt"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// fault is why a licence may not be used, the one that is mended most easily last.
type fault int

const (
	noLicense fault = iota
	unknownTitle
	suspended
	inactive
	ended
	unsupervised
	usable
)

// fault judges the licence on a day (YYYY-MM-DD).
func (l *License) fault(date string) fault {
	title, known := vocabulary.Title(l.Title)
	switch {
	case !known:
		return unknownTitle // what it allows nobody can say
	case l.Status == "SUSPENDED":
		return suspended
	case l.Status != "" && l.Status != "ACTIVE":
		return inactive
	case l.ExpireDate < date:
		return ended
	case title.Supervised && !l.Supervised:
		return unsupervised
	default:
		return usable
	}
}

// nearest is the licence in a state, or anywhere when that is not known, that could be used most easily, and of those the one that
// holds longest.
func (t *Therapist) nearest(state, date string) (License, fault) {
	var best License
	least := noLicense
	for _, l := range t.Licenses {
		f := l.fault(date)
		if (state == "" || l.State == state) && (f > least || f == least && l.ExpireDate > best.ExpireDate) {
			best, least = l, f
		}
	}
	return best, least
}

// sayLicense says on a day why the therapist may not see clients in a state, with what that state is to this client.
func (t *Therapist) sayLicense(place, is, date string) string {
	l, f := t.nearest(place, date)
	state := stateName(l.State)
	switch f {
	case unknownTitle:
		return fmt.Sprintf("The title of the license for %s is not one that is known.", state)
	case suspended:
		return fmt.Sprintf("The license for %s is suspended or revoked.", state)
	case inactive:
		return fmt.Sprintf("The license for %s is not registered at present.", state)
	case ended:
		return fmt.Sprintf("The license for %s ended on %s.", state, dateWords(l.ExpireDate))
	case unsupervised:
		title, _ := vocabulary.Title(l.Title)
		return fmt.Sprintf("Is a %s in %s, who sees clients under supervision only; none is recorded.", title.Words, state)
	default:
		if place == "" {
			return "Has no license that is in force."
		}
		return fmt.Sprintf("Not licensed in %s, where %s.", stateName(place), is)
	}
}

// sayLapse is said of one whose licence, good on the day, ends before their first opening.
func (n *Need) sayLapse(t *Therapist, date string) string {
	l, f := t.nearest(n.LocationState, date)
	if n.PracticeState != "" {
		if here, good := t.nearest(n.PracticeState, date); f != usable || good == usable && !n.where(t, date, date).remote {
			l = here
		}
	}
	return fmt.Sprintf("The license for %s ends on %s, before the first opening.", stateName(l.State), dateWords(l.ExpireDate))
}

// dateWords writes a date (YYYY-MM-DD) for reading aloud.
func dateWords(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("January 2, 2006")
}
