package pages

import (
	"slices"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// Has reports whether a value of one of the form's lists is ticked.
func (f callForm) Has(value string) bool {
	return slices.Contains(f.Concerns, value) || slices.Contains(f.Modes, value) ||
		slices.Contains(f.Languages, value) || slices.Contains(f.Times, value) || slices.Contains(f.Sites, value) ||
		slices.Contains(f.Legal, value) || slices.Contains(f.Access, value)
}

// Any reports whether one of a group's concerns is ticked, so that the group is shown unfolded.
func (f callForm) Any(g concernGroup) bool {
	return slices.ContainsFunc(g.Choices, func(c choice) bool { return f.Has(c.Value) })
}

func weekdays() []choice {
	return []choice{
		{"MONDAY", "Mon"}, {"TUESDAY", "Tue"}, {"WEDNESDAY", "Wed"}, {"THURSDAY", "Thu"},
		{"FRIDAY", "Fri"}, {"SATURDAY", "Sat"}, {"SUNDAY", "Sun"},
	}
}

// Weekdays, Parts and the lists below are what the form offers.
func (callForm) Weekdays() []choice { return weekdays() }

// Parts are the columns of the table of times.
func (callForm) Parts() []choice {
	return []choice{{"MORNING", "Morning, 8 to 12"}, {"AFTERNOON", "Afternoon, 12 to 5"}, {"EVENING", "Evening, 5 to 9"}}
}

// Groups are the concerns.
func (callForm) Groups() []concernGroup { return concernGroups(false) }

// Formats are who may take part.
func (callForm) Formats() []choice {
	return []choice{{"INDIVIDUAL", "Individual"}, {"COUPLE", "Couple"}, {"FAMILY", "Family"}, {"GROUP", "Group"}}
}

// Ages are the age groups.
func (callForm) Ages() []choice {
	return []choice{
		{"SMALL_CHILD", "Up to 5"}, {"CHILD", "Up to 12"}, {"TEEN", "13 to 17"}, {"YOUNG_ADULT", "18 to 25"}, {"ADULT", "18 to 64"},
		{"OLDER_ADULT", "65 or over"},
	}
}

// ModeChoices are the ways of meeting.
func (callForm) ModeChoices() []choice {
	return []choice{{"IN_PERSON", "In person"}, {"VIDEO", "Video"}, {"PHONE", "Phone"}}
}

// LanguageChoices are the common session languages; ones already named are added.
func (f callForm) LanguageChoices() []choice {
	all := []choice{
		{"en", "English"}, {"es", "Spanish"}, {"zh", "Chinese"}, {"ru", "Russian"}, {"fr", "French"}, {"pt", "Portuguese"},
	}
	for _, l := range f.Languages {
		if !slices.ContainsFunc(all, func(c choice) bool { return c.Value == l }) {
			all = append(all, choice{l, l})
		}
	}
	return all
}

// Strengths are how much a wish weighs.
func (callForm) Strengths() []choice {
	return []choice{{"MILD", "nice to have"}, {"STRONG", "matters much"}, {"REQUIRED", "must be"}}
}

// Outcomes are what may come of a call.
func (callForm) Outcomes() []choice {
	return []choice{
		{"REACHED", "We spoke"}, {"NO_ANSWER", "No answer"}, {"LEFT_VOICEMAIL", "Left a voicemail"},
		{"WRONG_NUMBER", "Wrong number"}, {"NOT_NOW", "Not now"},
	}
}

// States are where the client may be during sessions, those near New York first.
func (callForm) States() []string {
	out := []string{"NY", "NJ", "CT", "PA", "MA", "FL", "CA"}
	for _, v := range terms(typev1.UsState_Id(0)) {
		if !slices.Contains(out, v.Value) {
			out = append(out, v.Value)
		}
	}
	return out
}
