package pages

import (
	"strconv"

	"google.golang.org/protobuf/proto"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// styleScale is one of the scales on which a client may wish for a style: the field's name, what it is about, and its ends.
type styleScale struct{ Name, Label, Minus, Plus string }

func styleScales() [4]styleScale {
	return [4]styleScale{
		{"directiveness", "Who leads", "the client leads", "the therapist leads"},
		{"intensity", "Feelings", "reserved", "emotionally intense"},
		{"past-orientation", "Where to look", "at the present", "at the past"},
		{"warmth", "Support", "focused challenge", "warm support"},
	}
}

// scales are the values on the four scales, in their order.
func scales(s *typev1.Need_Style) [4]*int32 {
	return [4]*int32{&s.Directiveness, &s.Intensity, &s.PastOrientation, &s.Warmth}
}

func styleOf(s *typev1.Need_Style) (out [4]string) {
	for i, v := range scales(proto.CloneOf(orNoStyle(s))) {
		out[i] = strconv.Itoa(int(*v))
	}
	return out
}

func orNoStyle(s *typev1.Need_Style) *typev1.Need_Style {
	if s == nil {
		return &typev1.Need_Style{}
	}
	return s
}

// style changes the wishes about style that were changed.
func (f callForm) style(now *typev1.Need_Style, was callForm) *typev1.Need_Style {
	if f.Style == was.Style {
		return now
	}
	out := proto.CloneOf(orNoStyle(now))
	for i, v := range scales(out) {
		if wish, err := strconv.ParseInt(f.Style[i], 10, 32); err == nil && f.Style[i] != was.Style[i] {
			*v = int32(wish)
		}
	}
	return out
}

// StyleFields are the scales with what is chosen on each.
func (f callForm) StyleFields() []styleField {
	var out []styleField
	for i, scale := range styleScales() {
		field := styleField{styleScale: scale, Chosen: f.Style[i]}
		for wish := int32(3); wish >= -3; wish-- {
			label := styleWords(scale, wish)
			if wish == 0 {
				label = "No wish"
			}
			field.Choices = append(field.Choices, choice{strconv.Itoa(int(wish)), label})
		}
		out = append(out, field)
	}
	return out
}

type styleField struct {
	styleScale

	Chosen  string
	Choices []choice
}

// styleWords are a wish on a scale, such as "the client leads, clearly"; "" when there is none.
func styleWords(scale styleScale, wish int32) string {
	end, much := scale.Plus, wish
	if wish < 0 {
		end, much = scale.Minus, -wish
	}
	switch much {
	case 0:
		return ""
	case 1:
		return end + ", a little"
	case 2:
		return end + ", clearly"
	default:
		return end + ", very much"
	}
}
