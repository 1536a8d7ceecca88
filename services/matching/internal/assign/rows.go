package assign

// spread makes rows with room for so many cells, and for some more, in one run of memory. A row that outgrows its room moves elsewhere.
func spread[T any](room []int32) [][]T {
	rows, all := make([][]T, len(room)), 0
	for i, n := range room {
		room[i] += n/8 + 2
		all += int(room[i])
	}
	cells := make([]T, all)
	for i, n := range room {
		rows[i], cells = cells[:0:n], cells[n:]
	}
	return rows
}
