package domain

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/intake/internal/neutral"
)

// Practice is what pages and messages show of the practice.
type Practice struct {
	// DisplayName is the full name, for pages.
	DisplayName string
	// ShortName is the neutral name, for messages and calendars: it must not tell what kind of practice it is.
	ShortName string
	// Phone is the number of the front desk.
	Phone string
	// TimeZone is the IANA zone of the practice.
	TimeZone string
	// PrivacyNoticeVersion is the current version of the privacy notice.
	PrivacyNoticeVersion string
	// Locales are offered on pages and in messages, BCP 47, the default one first.
	Locales []string
	// Currency of fees, ISO 4217.
	Currency string
}

var (
	localePattern   = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)
	noticePattern   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)
)

// Validate returns an INVALID_FIELDS error that names everything wrong with the settings.
func (p Practice) Validate() error {
	var wrong []errs.Violation
	check := func(ok bool, field, description string) {
		if !ok {
			wrong = append(wrong, errs.Field(field, description))
		}
	}
	check(isLine(p.DisplayName), "displayName", "must be one line of text")
	check(isLine(p.ShortName), "shortName", "must be one line of text")
	check(neutral.Tells(p.ShortName) == "", "shortName", "must not tell what kind of practice it is")
	check(isLine(p.Phone), "phone", "must be a phone number")
	_, err := time.LoadLocation(p.TimeZone)
	check(err == nil && p.TimeZone != "" && p.TimeZone != "Local", "timeZone", "must be an IANA time zone")
	check(noticePattern.MatchString(p.PrivacyNoticeVersion), "privacyNoticeVersion", "must be a version such as 2026-11")
	check(len(p.Locales) > 0 && !slices.ContainsFunc(p.Locales, isNoLocale), "locales", "must be BCP 47 locales")
	check(currencyPattern.MatchString(p.Currency), "currency", "must be an ISO 4217 code")
	if len(wrong) > 0 {
		return errs.Invalid(wrong...)
	}
	return nil
}

func isLine(s string) bool {
	return strings.TrimSpace(s) != "" && len(s) <= 200 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' })
}

func isNoLocale(s string) bool { return !localePattern.MatchString(s) }
