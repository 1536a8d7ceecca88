package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// Closers undoes what was set up, in reverse. The zero value is ready.
type Closers struct {
	mu   sync.Mutex
	list []closer
}

type closer struct {
	name string
	fn   func(ctx context.Context) error
}

// Add remembers fn, to be called by [Closers.Close] before everything added
// earlier.
func (c *Closers) Add(name string, fn func(ctx context.Context) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, closer{name, fn})
}

// AddFunc is [Closers.Add] for a function like that of an [io.Closer].
func (c *Closers) AddFunc(name string, fn func() error) {
	c.Add(name, func(context.Context) error { return fn() })
}

// Close calls every function once, the last added first, one after the other,
// and joins their errors. A function that is still running when ctx ends is
// abandoned with an error; the rest are called all the same, with what is left
// of ctx. A second Close does nothing.
func (c *Closers) Close(ctx context.Context) error {
	c.mu.Lock()
	list := c.list
	c.list = nil
	c.mu.Unlock()
	var errs []error
	for _, cl := range slices.Backward(list) {
		if err := cl.close(ctx); err != nil {
			errs = append(errs, fmt.Errorf("close %s: %w", cl.name, err))
		}
	}
	return errors.Join(errs...)
}

func (cl closer) close(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- protect(ctx, cl.fn) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done: // both were ready: the outcome is worth more
		return err
	default:
		return context.Cause(ctx)
	}
}
