package index

// keep adds the hit to the best, in place of the worst of them when there are as many as asked for. The worst is first:
// the best are a binary heap.
func (s *Search) keep(h Hit) {
	if len(s.best) < s.limit {
		s.best = append(s.best, h)
		i := len(s.best) - 1
		for i > 0 && worse(&s.best[i], &s.best[(i-1)/2]) {
			s.best[i], s.best[(i-1)/2] = s.best[(i-1)/2], s.best[i]
			i = (i - 1) / 2
		}
		return
	}
	if !worse(&s.best[0], &h) {
		return
	}
	s.best[0] = h
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(s.best); child++ {
			if worse(&s.best[child], &s.best[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		s.best[i], s.best[least] = s.best[least], s.best[i]
		i = least
	}
}

func worse(a, b *Hit) bool {
	if a.Score != b.Score {
		return a.Score < b.Score
	}
	return a.tie > b.tie
}
