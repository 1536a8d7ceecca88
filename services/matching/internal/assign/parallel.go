package assign

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel cuts 0 to n into blocks of the given size and lets all cores work on them. What a block does must depend on nothing but
// the block, so that the answer does not depend on the cores.
func parallel(n, size int, work func(block, from, to int)) {
	blocks := (n + size - 1) / size
	var next atomic.Int64
	loop := func() {
		for {
			b := int(next.Add(1)) - 1
			if b >= blocks {
				return
			}
			work(b, b*size, min(n, (b+1)*size))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) - 1 {
		others.Go(loop)
	}
	loop()
	others.Wait()
}

// most is the largest that any block of 0 to n has, and at least least.
func most(n int, least int64, of func(from, to int) int64) int64 {
	largest := make([]int64, (n+block-1)/block)
	parallel(n, block, func(b, from, to int) { largest[b] = of(from, to) })
	for _, v := range largest {
		least = max(least, v)
	}
	return least
}
