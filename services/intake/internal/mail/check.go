package mail

import (
	"net/mail"
	"net/url"
	"strings"
)

// check refuses a message that must not or cannot be written. The errors name the field, never its value.
func check(m Message) (action, error) {
	a, ok := m.Kind.action()
	if !ok {
		return 0, invalid("unknown kind")
	}
	switch {
	case !isAddress(m.To):
		return 0, invalid("to is not a bare address")
	case m.StartTime.IsZero() || !m.StartTime.Before(m.EndTime):
		return 0, invalid("the end is not after the start")
	case !isLine(m.PracticeShortName) || !isLine(m.PracticePhone):
		return 0, invalid("practice name and phone must each be one line")
	case !isMessageID(m.UID):
		return 0, invalid("uid is not <id>@<domain>")
	case !isMessageID(m.MessageID):
		return 0, invalid("message id is not <id>@<domain>")
	case m.Sequence < 0:
		return 0, invalid("the sequence is negative")
	case english.how[m.Mode] == "":
		return 0, invalid("unknown mode")
	case m.ManageURL != "" && !isManageURL(m.ManageURL):
		return 0, invalid("the manage link must be a URL with its token in the fragment")
	case !isPlain(m.Code):
		return 0, invalid("the code must be letters, digits and hyphens")
	}
	return a, nil
}

func invalid(problem string) error {
	return &Error{Stage: "render", Permanent: true, Problem: problem}
}

// isAddress accepts ana@example.com and nothing around it.
func isAddress(s string) bool {
	parsed, err := mail.ParseAddress(s)
	return err == nil && parsed.Name == "" && parsed.Address == s
}

func isLine(s string) bool {
	return strings.TrimSpace(s) != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// isMessageID accepts the part of a Message-ID between the brackets, which serves as an event's UID too. The domain may
// be a literal address.
func isMessageID(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	return ok && local != "" && domain != "" && len(s) <= 250 &&
		!strings.ContainsFunc(local, isNoAtom) && !strings.ContainsFunc(strings.Trim(domain, "[]"), func(r rune) bool {
		return r != ':' && isNoAtom(r)
	})
}

// isNoAtom reports what RFC 5322 3.2.3 keeps out of an unquoted word.
func isNoAtom(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune(`<>"(),:;\[]@`, r)
}

// isManageURL wants the token in the fragment, where it reaches no server log.
func isManageURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil &&
		u.RawQuery == "" && strings.HasPrefix(u.Fragment, "t=") && !strings.ContainsAny(s, " \t\r\n")
}

func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
