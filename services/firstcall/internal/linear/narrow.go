package linear

// sighting is an answer that showed an appointment in some version.
type sighting struct{ version, at int64 }

// narrow cuts the time in which calls may have taken effect down to what the answers prove, so that those whose answer
// came late, or never, leave less to try out. Nothing takes effect before the server's clock showed what it says in the
// answer; and what an answer shows has happened when that answer was there, because an appointment's version only
// rises. An unanswered booking that the last read does not show had not happened by then.
func narrow(history []Event) []Event {
	seen, bookings := sightings(history)
	shown := lastRead(history)
	var out []Event
	for _, e := range history {
		booking := e.Op.Kind == Book || e.Op.Kind == BookHold || e.Op.Kind == BookSeries
		if booking && e.Answer.Code == Unanswered && shown != nil && !shown[e.Op.Case] {
			continue
		}
		version := e.Answer.Row.Version
		if booking && e.Answer.Code == Unanswered && bookings[e.Op.Case] == 1 {
			version = 1
		}
		if e.Answer.Code == OK {
			e.Op.Call = max(e.Op.Call, min(e.Answer.At, e.Op.Return))
		}
		if version > 0 && (e.Answer.Code == OK || e.Answer.Code == Unanswered) {
			for _, s := range seen[e.Op.Case] {
				if s.version >= version && s.at >= e.Op.Call {
					e.Op.Return = min(e.Op.Return, s.at)
				}
			}
		}
		out = append(out, e)
	}
	return out
}

// sightings collects by case which versions were seen when, and counts the calls to book it.
func sightings(history []Event) (seen map[int][]sighting, bookings map[int]int) {
	seen, bookings = make(map[int][]sighting), make(map[int]int)
	for _, e := range history {
		if e.Op.Kind == Book || e.Op.Kind == BookHold || e.Op.Kind == BookSeries {
			bookings[e.Op.Case]++
		}
		if e.Answer.Code != OK {
			continue
		}
		for _, r := range e.Answer.Rows {
			seen[r.Case] = append(seen[r.Case], sighting{r.Version, e.Op.Return})
		}
		if v := e.Answer.Row.Version; v > 0 {
			seen[e.Op.Case] = append(seen[e.Op.Case], sighting{v, e.Op.Return})
		}
	}
	return seen, bookings
}

// lastRead returns the cases of a full read that began when all else was answered; nil when there is none.
func lastRead(history []Event) map[int]bool {
	last, over := -1, int64(0)
	for i, e := range history {
		if e.Op.Kind == ReadBooked && e.Op.Below == 0 && e.Answer.Code == OK &&
			(last < 0 || e.Op.Call > history[last].Op.Call) {
			last = i
		}
	}
	if last < 0 {
		return nil
	}
	for i, e := range history {
		if i != last && e.Op.Return != Forever {
			over = max(over, e.Op.Return)
		}
	}
	if history[last].Op.Call < over {
		return nil
	}
	shown := make(map[int]bool)
	for _, r := range history[last].Answer.Rows {
		shown[r.Case] = true
	}
	return shown
}
