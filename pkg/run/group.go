// Package run starts, supervises and stops the parts of a process: groups in
// which the first failure ends all, closers that undo in reverse, and a context
// that ends with a signal.
package run

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Group runs functions together. The first that fails ends the context of the
// others, with its error as the cause.
type Group struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
	once   sync.Once
	err    error
}

// NewGroup returns a group whose context descends from ctx.
func NewGroup(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{ctx: ctx, cancel: cancel}, ctx
}

// Go runs fn, whose failure is reported under name. A panic is a failure. A
// function that returns nil has finished and ends nobody else.
func (g *Group) Go(name string, fn func(ctx context.Context) error) {
	g.wg.Go(func() {
		if err := protect(g.ctx, fn); err != nil {
			g.fail(fmt.Errorf("%s: %w", name, err))
		}
	})
}

// Wait waits until every function has returned, ends the context and returns
// the first failure.
func (g *Group) Wait() error {
	g.wg.Wait()
	g.cancel(nil)
	return g.err
}

func (g *Group) fail(err error) {
	g.once.Do(func() {
		g.err = err
		g.cancel(err)
	})
}

// PanicError is a panic turned into an error. Its text names only the type of
// the panic's value, which may hold anything; the stack says where it was.
type PanicError struct {
	Value any
	Stack []byte
}

// Error names the type of the value.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %T", e.Value) }

func protect(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	return fn(ctx)
}
