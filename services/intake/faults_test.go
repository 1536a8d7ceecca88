package intake

import (
	"context"
	"strings"
	"sync"

	"google.golang.org/grpc"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// faults makes calls to other services fail, before they arrive or after they were answered.
type faults struct {
	mu     sync.Mutex
	before map[string]int
	after  map[string]int
	// early and late run once, before a call is made and before its answer arrives.
	early, late map[string]func()
}

// between runs fn once before the next call of the method is made, or before its answer arrives.
func (f *faults) between(method string, answered bool, fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if answered {
		f.late = map[string]func(){method: fn}
	} else {
		f.early = map[string]func(){method: fn}
	}
}

func (f *faults) pause(late bool, method string) {
	f.mu.Lock()
	from := f.early
	if late {
		from = f.late
	}
	fn := from[method]
	delete(from, method)
	f.mu.Unlock()
	if fn != nil {
		fn()
	}
}

// lose makes the next n answers of the method get lost, though the call is made.
func (f *faults) lose(method string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.after == nil {
		f.after = map[string]int{}
	}
	f.after[method] = n
}

// block makes the next n calls of the method not arrive.
func (f *faults) block(method string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.before == nil {
		f.before = map[string]int{}
	}
	f.before[method] = n
}

func (f *faults) around(conn grpc.ClientConnInterface) grpc.ClientConnInterface {
	return &faultyConn{ClientConnInterface: conn, faults: f}
}

func (f *faults) take(from map[string]int, method string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if from[method] == 0 {
		return false
	}
	from[method]--
	return true
}

type faultyConn struct {
	grpc.ClientConnInterface
	faults *faults
}

// errGone is what a service that does not answer looks like.
var errGone = errs.New(errs.Unavailable, errs.ReasonUnavailable, "a part of the product does not answer")

// Invoke implements grpc.ClientConnInterface.
func (c *faultyConn) Invoke(ctx context.Context, path string, args, reply any, opts ...grpc.CallOption) error {
	method := path[strings.LastIndexByte(path, '/')+1:]
	if c.faults.take(c.faults.before, method) {
		return errGone
	}
	c.faults.pause(false, method)
	err := c.ClientConnInterface.Invoke(ctx, path, args, reply, opts...)
	c.faults.pause(true, method)
	if err == nil && c.faults.take(c.faults.after, method) {
		return errGone
	}
	return err
}
