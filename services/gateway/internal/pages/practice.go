package pages

import (
	"context"
	"strings"
	"time"
	_ "time/tzdata" // zones are needed on machines without a zone database

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// practiceFresh is how long what is known of the practice is shown without asking again.
const practiceFresh = time.Minute

const (
	// practicePatience is how long a page waits for intake before it goes on with what it knows.
	practicePatience = time.Second
	// practicePause is how long intake is left alone after it did not answer.
	practicePause = 5 * time.Second
)

type knownPractice struct {
	*intakev1.Practice
	read time.Time
}

// practiceView is what pages show of the practice. Without intake the pages still stand, with neutral words.
type practiceView struct {
	Name, ShortName, Phone, NoticeVersion, Currency string
	// Zone is the practice's; UTC when the practice is not known yet.
	Zone *time.Location
	// Known is false when intake has never answered.
	Known bool
}

// practiceView returns what is known of the practice, asking intake at most once a minute. When intake does not
// answer, the last answer is used.
func (s *site) practiceView(ctx context.Context) practiceView {
	known := s.practice.Load()
	now := s.Clock.Now()
	if (known == nil || now.Sub(known.read) > practiceFresh) && now.UnixMicro() >= s.askAgain.Load() {
		if fresh := s.askPractice(ctx); fresh != nil {
			known = fresh
		}
	}
	if known == nil {
		return practiceView{Name: "Our practice", ShortName: "Our practice", Zone: time.UTC}
	}
	zone, err := time.LoadLocation(known.GetTimeZone())
	if err != nil {
		zone = time.UTC
	}
	return practiceView{
		Name: known.GetDisplayName(), ShortName: known.GetShortName(), Phone: phoneWords(known.GetPhone()),
		NoticeVersion: known.GetPrivacyNoticeVersion(), Currency: known.GetCurrency(), Zone: zone, Known: true,
	}
}

// askPractice reads the practice as the gateway itself: the visitor has no part in it.
func (s *site) askPractice(ctx context.Context) *knownPractice {
	if s.Access == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, practicePatience)
	defer cancel()
	reply, err := s.Access.GetPractice(identity.With(ctx, identity.Identity{}), &intakev1.GetPracticeRequest{})
	if err != nil || reply.GetPractice() == nil {
		s.askAgain.Store(s.Clock.Now().Add(practicePause).UnixMicro())
		return nil
	}
	known := &knownPractice{Practice: reply.GetPractice(), read: s.Clock.Now()}
	s.practice.Store(known)
	return known
}

// telHref is the digits of a phone number for a tel: link; a ten-digit number is a US one.
func telHref(phone string) string {
	var digits strings.Builder
	for _, c := range phone {
		if c >= '0' && c <= '9' {
			digits.WriteRune(c)
		}
	}
	switch d := digits.String(); {
	case strings.HasPrefix(strings.TrimSpace(phone), "+"):
		return "+" + d
	case len(d) == 10:
		return "+1" + d
	case len(d) == 11 && d[0] == '1':
		return "+" + d
	default:
		return d
	}
}

// phoneWords makes a US number readable, "(212) 555-0100"; any other stays as it is.
func phoneWords(phone string) string {
	digits, found := strings.CutPrefix(phone, "+1")
	if !found || len(digits) != 10 || strings.Trim(digits, "0123456789") != "" {
		return phone
	}
	return "(" + digits[:3] + ")\u00a0" + digits[3:6] + "-" + digits[6:]
}
