package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// details is the second page's form: everything typed, and in hidden fields what came before.
type details struct {
	Request, Hold, Slot, Start, Zone, From, Topic string
	// Callback asks for a call without a fixed time, in one of Windows.
	Callback bool
	Windows  []string

	GivenName, FamilyName, Phone, Email   string
	Message                               string
	Format, Age                           string
	Concerns                              []string
	PartnerGiven, PartnerFamily           string
	GuardianGiven, GuardianFamily         string
	GuardianPhone, GuardianRelation, Note string
	Agree                                 string
	// AnotherCall is why staff book a second call.
	AnotherCall string

	// Kept says that the hold was just extended, Lapsed that it could not be.
	Kept, Lapsed bool
}

func readDetails(f url.Values) details {
	text := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	return details{
		Request: text("request"), Hold: text("hold"), Slot: text("slot"), Start: text("start"), Zone: text("zone"),
		From: cleanOrigin(text("from")), Topic: text("topic"), Callback: text("callback") != "", Windows: f["window"],
		GivenName: text("given-name"), FamilyName: text("family-name"), Phone: text("phone"), Email: text("email"),
		Message: text("message"), Format: text("format"), Age: text("age"), Concerns: f["concern"],
		PartnerGiven: text("partner-given"), PartnerFamily: text("partner-family"),
		GuardianGiven: text("guardian-given"), GuardianFamily: text("guardian-family"),
		GuardianPhone: text("guardian-phone"), GuardianRelation: text("guardian-relation"),
		Note: strings.TrimSpace(strings.ReplaceAll(f.Get("note"), "\r\n", "\n")), Agree: text("agree"),
		AnotherCall: text("another-call"),
	}
}

// minor reports whether therapy is for somebody under 18.
func (d details) minor() bool { return minor(d.Age) }

// minor reports whether somebody of the age group has a parent or guardian to consent.
func minor(age string) bool { return slices.Contains([]string{"SMALL_CHILD", "CHILD", "TEEN"}, age) }

// detailsBody is the second page.
type detailsBody struct {
	details
	When          moment
	Known         bool
	Nearest       []openTime
	NoticeVersion string
	// NotSaved says that storing failed: nothing was received.
	NotSaved bool
}

// Has reports whether a concern or a window is ticked.
func (d details) Has(value string) bool {
	return slices.Contains(d.Concerns, value) || slices.Contains(d.Windows, value)
}

// Any reports whether one of a group's concerns is ticked, so that the group is shown unfolded.
func (d details) Any(g concernGroup) bool {
	return slices.ContainsFunc(g.Choices, func(c choice) bool { return d.Has(c.Value) })
}

// showDetails renders the second page, or the call-back page, with everything that was typed.
func (s *site) showDetails(w http.ResponseWriter, r *http.Request, status int, d details, near []openTime, problems ...problem) {
	practice := s.practiceView(r.Context())
	zone := zoneOr(d.Zone, practice.Zone)
	body := detailsBody{details: d, Nearest: near, NoticeVersion: practice.NoticeVersion}
	if at := parseStamp(d.Start); !at.IsZero() && near == nil {
		body.When, body.Known = momentIn(at, zone, practice.Zone), true
	}
	v := view{Title: "Your details", Problems: problems, Body: body, Private: d.Phone != "" || d.GivenName != ""}
	if d.Callback {
		v.Title = "Ask us to call you"
	}
	if status >= http.StatusInternalServerError {
		body.NotSaved, v.CrisisOpen = true, true
		v.Body = body
	}
	s.render(w, r, status, "details", v)
}

// askCallback shows the form for those whom no open time suits.
func (s *site) askCallback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	from := cleanOrigin(query.Get("from"))
	d := details{
		Request: newRequestID(), Callback: true, Zone: query.Get("zone"), From: from,
		Topic: suggestedConcern(query.Get("topic"), from),
	}
	if d.Topic != "" {
		d.Concerns = []string{d.Topic}
	}
	s.showDetails(w, r, http.StatusOK, d, nil)
}

// Formats are the answers to who would come along.
func (detailsBody) Formats() []choice {
	return []choice{
		{"INDIVIDUAL", "One person"}, {"COUPLE", "A couple"}, {"FAMILY", "A family"}, {"NOT_SURE", "I am not sure yet"},
	}
}

// Ages are the answers to how old the person is.
func (detailsBody) Ages() []choice {
	return []choice{
		{"CHILD", "Up to 12"}, {"TEEN", "13 to 17"}, {"ADULT", "18 to 64"}, {"OLDER_ADULT", "65 or over"},
	}
}

// Messages are the answers to whether we may leave a message.
func (detailsBody) Messages() []choice {
	return []choice{
		{"both", "Yes, a voicemail or a text"}, {"voicemail", "Voicemail only"},
		{"text", "Text only"}, {"none", "No, please leave no message"},
	}
}

// CallWindows are the answers to when a call would suit.
func (detailsBody) CallWindows() []choice {
	return []choice{
		{"WEEKDAY_MORNING", "Weekday mornings, 9 to 12"}, {"WEEKDAY_AFTERNOON", "Weekday afternoons, 12 to 5"},
		{"WEEKDAY_EVENING", "Weekday evenings, 5 to 8"}, {"WEEKEND", "Weekends"},
	}
}

// Groups are the concerns.
func (detailsBody) Groups() []concernGroup { return concernGroups(true) }

// zoneOf is the visitor's zone.
func (d details) zoneOf(practice *time.Location) *time.Location { return zoneOr(d.Zone, practice) }
