package ics_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/firstcall-health/firstcall/services/scheduling/internal/ics"
)

// FuzzBusy reads whatever a host may answer: it never panics, what it finds lies inside the window, in order and
// disjoint, and neither its memory nor its time follows what the file asks for.
func FuzzBusy(f *testing.F) {
	for _, body := range []string{
		"DTSTART:20260307T150000Z\nDTEND:20260307T160000Z",
		"UID:a\nDTSTART;TZID=America/New_York:20260307T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3;BYDAY=MO,-1TU\nEXDATE:20260310T140000Z\n\nUID:a\nRECURRENCE-ID:20260308T140000Z\nDTSTART:20260308T170000Z",
		"DTSTART;VALUE=DATE:16040308\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYSETPOS=-1;BYYEARDAY=-366",
		"DTSTART;TZID=\"x\"y:20260307T150000Z\nDURATION:-P99999999999W",
		"DTSTART:00000101T000000Z\nDTEND:99991231T235959Z\nRRULE:FREQ=MONTHLY;INTERVAL=1000;BYMONTHDAY=31;BYHOUR=1,2,3",
	} {
		f.Add(calendar(body, outlook))
	}
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;X=\nEND:VEVENT\nEND:VCALENDAR"))
	f.Add([]byte(strings.Repeat("BEGIN:VEVENT\n", 50)))
	w := window(f, "2026-03-06T00:00Z", "2026-06-11T00:00Z", "America/Havana")
	f.Fuzz(func(t *testing.T, file []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		got, err := ics.Busy(ctx, file, w)
		if took := time.Since(begin); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
		runtime.ReadMemStats(&after)
		if after.HeapAlloc > before.HeapAlloc && after.HeapAlloc-before.HeapAlloc > 512<<20 {
			t.Fatalf("grew by %d bytes", after.HeapAlloc-before.HeapAlloc)
		}
		if err != nil {
			return
		}
		last := w.From
		for i, s := range got.Spans {
			if s.Start < last || s.Start >= s.End || s.End > w.To || i > 0 && s.Start == last {
				t.Fatalf("spans %v", got.Spans)
			}
			last = s.End
		}
	})
}
