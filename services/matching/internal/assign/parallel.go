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
