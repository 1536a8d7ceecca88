package jsonbody_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/gateway/internal/jsonbody"
)

// FuzzCheck: fault is found exactly where protojson refuses, and nothing makes Check panic or repeat itself without
// end. The one exception is text that is no JSON and that protojson reads all the same, such as 1e for 1.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"hold":"h","slot":"s"}`, `{"need":{"concerns":["ANXIETY",2,null]}}`, `{"requestId":"a","request_id":"b"}`,
		`{"consents":[{"time":"2026-11-24T15:00:00Z"}],"participants":[{}]}`, `{"facts":{"a":"b","a":"c"},"kind":"MATCHED"}`,
		`{"feeCents":"1e2","capacity":{"accepting":true,"reserved":-1},"style":null}`, `{"openings":[{"startTime":"x"}],"score":"NaN"}`,
		`{"weeklyHours":[{"window":{"day":"MONDAY"}}],"exceptions":[{"kind":1}]}`, `{"payment":{"insurer":"A","selfPayMaxCents":1}}`,
		`{"hold":"\ud800"}`, `{"[firstcall.options.v1.policy]":{}}`, `{"@type":"x"}`, "{\"hold\":\"\xff\"}", `{"a":[[[[]]]]}`,
		`{"practisingSince":1e}`, `{"feeCents": 1.0 , "modes":[1.0,"VIDEO"]}`, `[{}]`, `{"callback":{"windows":["WEEKEND"]}} x`,
	} {
		for kind := range messages() {
			f.Add(uint8(kind), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		all := messages()
		m := all[int(kind)%len(all)]
		violations := jsonbody.Check(text, m.ProtoReflect().Descriptor())
		accepted := accepts(string(text), m)
		if len(violations) == 0 && !accepted {
			t.Fatalf("protojson refuses what Check lets pass: %q", text)
		}
		if len(violations) > 0 && accepted && json.Valid(text) {
			t.Fatalf("Check refuses what protojson reads: %q: %v", text, violations)
		}
		if len(violations) > 51 {
			t.Fatalf("%d violations", len(violations))
		}
		for _, v := range violations {
			if v.Field == "" || v.Description == "" || !utf8.ValidString(v.Field) || len(v.Field) > 300 {
				t.Fatalf("a violation says too little or too much: %+v", v)
			}
		}
	})
}

func messages() []proto.Message {
	return []proto.Message{
		&intakev1.SubmitInquiryRequest{}, &intakev1.RecordCallRequest{}, &matchingv1.Therapist{},
		&matchingv1.Candidate{}, &schedulingv1.Schedule{}, &intakev1.HistoryEvent{}, &intakev1.LookupProposalRequest{},
	}
}
