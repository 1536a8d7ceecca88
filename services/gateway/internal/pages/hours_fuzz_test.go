package pages

import "testing"

// FuzzParseHours reads whatever may be typed: what it takes are windows in order within one day.
func FuzzParseHours(f *testing.F) {
	for _, seed := range []string{"", "9-12, 13:00-17:00", "9am to 5pm", "0-24", "12am–12pm", "9-12,12-13", ",,-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		windows, ok := parseHours(text)
		if !ok && windows != nil {
			t.Fatal("half of an answer")
		}
		before := ""
		for _, w := range windows {
			if len(w.GetStartTime()) != 5 || w.GetStartTime() <= before || w.GetEndTime() <= w.GetStartTime() || w.GetEndTime() > "24:00" {
				t.Fatalf("%q gives %v", text, windows)
			}
			before = w.GetEndTime()
		}
	})
}
