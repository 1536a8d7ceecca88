package pages

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// proof is what shows that a call is one's own: the secret of a manage link, or the code with the phone number. It
// travels only in bodies of requests.
type proof struct {
	Token, Code, Phone string
}

func readProof(f url.Values) proof {
	code := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(f.Get("code")))
	return proof{Token: strings.TrimSpace(f.Get("token")), Code: code, Phone: strings.TrimSpace(f.Get("phone"))}
}

// manageBody is the page of a call: when it is, and what can be done.
type manageBody struct {
	proof
	State string
	When  moment
	// Start is RFC 3339, empty for the wish to be called back.
	Start, Zone string
	Request     string
	// Asked shows the question whether to cancel for good.
	Asked bool
	// Past says that the call's time is over.
	Past bool
	// NotFound says that no call belongs to the link or the code.
	NotFound bool
	Times    openTimes
	Nearest  []openTime
}

// Wish reports whether it is a wish to be called back, which has no time yet.
func (b manageBody) Wish() bool {
	return b.State == schedulingv1.Appointment_STATE_UNSPECIFIED.String() && b.Start == ""
}

// manageStart is where a manage link leads. The secret is in the fragment, which only the page's script can read;
// without a script there is the form for code and phone number.
func (s *site) manageStart(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "manage", view{Title: "Move or cancel your call", Body: manageBody{}})
}

// manageShow looks the call up; it changes nothing.
func (s *site) manageShow(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	p := readProof(r.PostForm)
	if problems := p.check(); len(problems) > 0 {
		s.render(w, r, http.StatusUnprocessableEntity, "manage", view{
			Title: "Move or cancel your call", Problems: problems, Private: true, Body: manageBody{proof: p},
		})
		return
	}
	body, ok := s.call(w, r)
	if !ok {
		return
	}
	body.Asked = r.PostForm.Get("ask") != ""
	s.render(w, r, http.StatusOK, "call", view{Title: "Your call", Private: true, Body: body})
}

func (p proof) check() []problem {
	if p.Token != "" {
		return nil
	}
	var list []problem
	if len(p.Code) != 8 {
		list = append(list, problem{"code", "Enter the code of your confirmation: 8 letters and digits"})
	}
	if digits(p.Phone) < 10 {
		list = append(list, problem{"phone", "Enter the phone number you gave us"})
	}
	return list
}

// call is the call the form is about. Every page of a call sends its time along, so that intake is asked only once:
// tries with a code are few. What a form says is shown and never trusted. False means that the answer is already
// written.
func (s *site) call(w http.ResponseWriter, r *http.Request) (manageBody, bool) {
	p, practice := readProof(r.PostForm), s.practiceView(r.Context())
	if state := r.PostForm.Get("state"); state != "" {
		return s.manageBody(p, state, parseStamp(r.PostForm.Get("start")), r.PostForm.Get("zone"), practice), true
	}
	reply, err := s.Inquiries.LookupConsultation(r.Context(), &intakev1.LookupConsultationRequest{
		Token: p.Token, ConfirmationCode: p.Code, Phone: p.Phone,
	})
	if err != nil {
		s.manageFailed(w, r, err)
		return manageBody{}, false
	}
	var start time.Time
	if at := reply.GetStartTime(); at != nil {
		start = at.AsTime()
	}
	return s.manageBody(p, reply.GetState().String(), start, reply.GetTimeZone(), practice), true
}

func (s *site) manageBody(p proof, state string, start time.Time, zoneName string, practice practiceView) manageBody {
	zone := zoneOr(zoneName, practice.Zone)
	body := manageBody{proof: p, State: state, Zone: zone.String(), Request: newRequestID()}
	if !start.IsZero() {
		body.Start = start.UTC().Format(time.RFC3339)
		body.When = momentIn(start, zone, practice.Zone)
		body.Past = !s.Clock.Now().Before(start)
	}
	return body
}

// manageFailed answers every link and code that opens nothing with the same page.
func (s *site) manageFailed(w http.ResponseWriter, r *http.Request, err error) {
	if c := errs.CodeOf(err); errs.ReasonOf(err) != reasonLinkNotFound && c != errs.InvalidArgument && c != errs.NotFound {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusNotFound, "manage", view{
		Title: "We could not find that call", Private: true, Body: manageBody{NotFound: true},
	})
}
