package rpc

import (
	"reflect"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func decisionProto(d *domain.Decision) *matchingv1.Decision {
	out := &matchingv1.Decision{
		Name: decisions + d.ID, Inquiry: inquiries + d.Inquiry, EngineVersion: d.Engine, VocabularyVersion: d.Input.Vocabulary,
		CreateTime: stamp(d.CreateTime), Need: needProto(&d.Input.Need), Excluded: exclusionsProto(d.Output.Excluded),
		Notes: notesProto(d.Output.Notes), Weights: weightsProto(d.Input.Weights), OverrideReason: d.OverrideReason, ChooseTime: stamp(d.ChooseTime),
		OverrideReasonErased: d.ReasonErased,
	}
	if d.Choice != "" {
		out.Choice = therapists + d.Choice
	}
	for i := range d.Output.Ranked {
		r := &d.Output.Ranked[i]
		c := &matchingv1.Decision_Scored{
			Therapist: therapists + r.Therapist, DisplayName: r.DisplayName, Score: points(r.Score), Propensity: points(r.Propensity),
		}
		for k := range r.Terms {
			c.Terms = append(c.Terms, termProto(&r.Terms[k]))
		}
		out.Candidates = append(out.Candidates, c)
	}
	return out
}

// weightsProto are the weights by the names under which decisions keep them. All are whole numbers, or a few of them.
func weightsProto(w domain.Weights) []*matchingv1.Decision_Weight {
	var out []*matchingv1.Decision_Weight
	all := reflect.ValueOf(w)
	for n := range all.NumField() {
		name, _, _ := strings.Cut(all.Type().Field(n).Tag.Get("json"), ",")
		weight, value := &matchingv1.Decision_Weight{Name: name}, all.Field(n)
		if value.Kind() == reflect.Array {
			for k := range value.Len() {
				weight.Values = append(weight.Values, value.Index(k).Int())
			}
		} else {
			weight.Values = []int64{value.Int()}
		}
		out = append(out, weight)
	}
	return out
}
