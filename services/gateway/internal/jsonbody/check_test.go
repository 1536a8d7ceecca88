package jsonbody_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/gateway/internal/jsonbody"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string // field: description, in order
	}{
		{`{}`, nil},
		{` { "need" : { "format" : "COUPLE" } } `, nil},
		{`{"request_id":"x"}`, nil},
		{`{"contact":null,"consents":null,"hold":null,"slot":"s"}`, nil},
		{`{"need":{"format":2,"concerns":["ANXIETY",3]}}`, nil},
		{`{"consents":[{"time":"2026-11-24T15:00:00.5-05:00"}]}`, nil},
		{`{"foo":1}`, []string{"foo: unknown field"}},
		{`{"contact":{"foo":{"bar":[1]},"phone":"x","bar":null}}`, []string{"contact.foo: unknown field", "contact.bar: unknown field"}},
		{`{"hold":"h","slot":"s"}`, []string{"slot: only one of hold, slot, callback may be given"}},
		{`{"hold":"h","hold":"h"}`, []string{"hold: given twice"}},
		{`{"hold":null,"hold":"h"}`, []string{"hold: given twice"}},
		{`{"requestId":"a","request_id":"a"}`, []string{"request_id: given twice"}},
		{`{"requestId":1}`, []string{"requestId: must be a string"}},
		{`{"requestId":["a"]}`, []string{"requestId: must be a string"}},
		{`{"contact":"Ana"}`, []string{"contact: must be an object"}},
		{`{"contact":{"voicemailOk":"yes","textOk":1}}`, []string{"contact.voicemailOk: must be true or false", "contact.textOk: must be true or false"}},
		{`{"contact":{"preferredChannel":"PIGEON"}}`, []string{"contact.preferredChannel: must be one of PHONE, TEXT, EMAIL"}},
		{`{"contact":{"preferredChannel":1.5}}`, []string{"contact.preferredChannel: must be one of PHONE, TEXT, EMAIL"}},
		{`{"participants":{}}`, []string{"participants: must be a list"}},
		{`{"participants":[null,{},[],1]}`, []string{"participants[0]: must be an object", "participants[2]: must be an object", "participants[3]: must be an object"}},
		{`{"callback":{"windows":[null]}}`, []string{"callback.windows[0]: must be one of WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKEND"}},
		{`{"consents":[{"time":"tomorrow"},{"time":5}]}`, []string{
			"consents[0].time: must be an RFC 3339 time such as 2026-11-24T15:00:00Z",
			"consents[1].time: must be an RFC 3339 time such as 2026-11-24T15:00:00Z",
		}},
		{`[]`, []string{"body: must be an object"}},
		{`7`, []string{"body: must be an object"}},
		{``, []string{"body: malformed JSON at line 1, column 1"}},
		{`{`, []string{"body: malformed JSON at line 1, column 2"}},
		{`{"hold"`, []string{"body: malformed JSON at line 1, column 8"}},
		{`{"hold":}`, []string{"body: malformed JSON at line 1, column 9"}},
		{"{\n \"é\": 01}", []string{"body: malformed JSON at line 2, column 8"}},
		{`{"hold":"a"}}`, []string{"body: malformed JSON at line 1, column 13"}},
		{`{"hold":"a",}`, []string{"body: malformed JSON at line 1, column 13"}},
		{`{'hold':"a"}`, []string{"body: malformed JSON at line 1, column 2"}},
		{"{\"hold\":\"\xff\"}", []string{"body: malformed JSON at line 1, column 10"}},
		{"{\"hold\":\"a\nb\"}", []string{"body: malformed JSON at line 1, column 11"}},
		{`{"` + strings.Repeat("é", 200) + `":1}`, []string{strings.Repeat("é", 100) + "…: unknown field"}},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, check(c.text, &intakev1.SubmitInquiryRequest{}))
		})
	}
}

func TestCheckNumbers(t *testing.T) {
	t.Parallel()
	therapist := &matchingv1.Therapist{}
	require.Nil(t, check(`{"feeCents":"15000","slidingFeeCents":1e3,"practisingSince":"2001"}`, therapist))
	require.Equal(t, []string{"feeCents: must be an integer", "practisingSince: must be an integer"},
		check(`{"feeCents":1.5,"practisingSince":99999999999}`, therapist))
	require.Equal(t, []string{"score: must be a number"}, check(`{"score":"high"}`, &matchingv1.Candidate{}))
	require.Nil(t, check(`{"score":"NaN"}`, &matchingv1.Candidate{}))
}

func TestCheckMaps(t *testing.T) {
	t.Parallel()
	event := &intakev1.HistoryEvent{}
	require.Nil(t, check(`{"facts":{"outcome":"REACHED"}}`, event))
	require.Equal(t, []string{"facts.a: given twice", "facts.b: must be a string"}, check(`{"facts":{"a":"1","a":"2","b":null}}`, event))
	require.Equal(t, []string{"facts: must be an object"}, check(`{"facts":[]}`, event))
}

func TestCheckIsBounded(t *testing.T) {
	t.Parallel()
	many := `{"participants":[` + strings.TrimSuffix(strings.Repeat("1,", 500), ",") + `]}`
	require.Len(t, check(many, &intakev1.SubmitInquiryRequest{}), 50)
	deep := `{"foo":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`
	require.Equal(t, []string{"foo: unknown field"}, check(deep, &intakev1.SubmitInquiryRequest{}))
	require.Len(t, check(strings.Repeat("[", 250_000), &intakev1.SubmitInquiryRequest{}), 1)
}

func TestCheckText(t *testing.T) {
	t.Parallel()
	fields := (&intakev1.RecordCallRequest{}).ProtoReflect().Descriptor().Fields()
	for _, c := range []struct {
		field, text string
		ok          bool
	}{
		{"note", "anything \"at all\"", true}, {"note", "\xff", false},
		{"outcome", "REACHED", true}, {"outcome", "reached", false},
		{"next_attempt_time", "2026-11-24T15:00:00Z", true}, {"next_attempt_time", "2026-11-24", false},
	} {
		description := jsonbody.CheckText(c.text, fields.ByTextName(c.field))
		require.Equal(t, c.ok, description == "", "%s=%s: %s", c.field, c.text, description)
	}
}

func check(text string, m proto.Message) []string {
	var out []string
	for _, v := range jsonbody.Check([]byte(text), m.ProtoReflect().Descriptor()) {
		out = append(out, v.Field+": "+v.Description)
	}
	return out
}

func accepts(text string, m proto.Message) bool {
	fresh := m.ProtoReflect().New().Interface()
	return protojson.Unmarshal([]byte(text), fresh) == nil
}
