package domain

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/intake/internal/phone"
)

// privacyNotice is the document every client has to agree to.
const privacyNotice = "privacy-notice"

// checkSubmission finds everything that is wrong with a form, by JSON path, and brings what is right into its canonical
// form.
func checkSubmission(s *Submission, practice Practice) error {
	var wrong []errs.Violation
	bad := func(field, description string) { wrong = append(wrong, errs.Field(field, description)) }

	contact := &s.Person.Contact
	if strings.TrimSpace(contact.GivenName) == "" {
		bad("contact.givenName", "is required")
	}
	e164, ok := phone.Normalize(contact.Phone)
	if !ok {
		bad("contact.phone", "must be an international number with its +, or a ten-digit US number")
	}
	contact.E164 = e164
	contact.Email = strings.TrimSpace(contact.Email)
	if g := s.Person.Guardian; g != nil {
		if strings.TrimSpace(g.GivenName) == "" {
			bad("guardian.givenName", "is required")
		}
		if g.Phone != "" {
			if _, ok := phone.Normalize(g.Phone); !ok {
				bad("guardian.phone", "must be an international number with its +, or a ten-digit US number")
			}
		}
	} else if s.Need.Minor() {
		bad("guardian", "is required for a minor")
	}
	if s.TimeZone == "" {
		s.TimeZone = practice.Zone.String()
	} else if !validZone(s.TimeZone) {
		bad("timeZone", "must be an IANA time zone, such as America/New_York")
	}
	if field, description := checkConsents(s.Consents, practice.PrivacyNotice); field != "" {
		bad(field, description)
	}
	if len(wrong) > 0 {
		return errs.Invalid(wrong...)
	}
	return nil
}

// checkConsents wants the current privacy notice among the agreements.
func checkConsents(consents []Consent, current string) (field, description string) {
	outdated := -1
	for i, c := range consents {
		if c.Document != privacyNotice {
			continue
		}
		if c.Version == current {
			return "", ""
		}
		if outdated < 0 {
			outdated = i
		}
	}
	if outdated >= 0 {
		return fmt.Sprintf("consents[%d].version", outdated), "is not the current version of the privacy notice"
	}
	return "consents", "must hold the privacy notice"
}

// knownZones are names of zones that were found to be some. There are a few hundred.
var knownZones sync.Map

// validZone reports whether name is an IANA zone. Go's "Local" is none, and says where this server stands.
func validZone(name string) bool {
	if _, known := knownZones.Load(name); known {
		return true
	}
	if name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	if err == nil {
		knownZones.Store(name, nil)
	}
	return err == nil
}
