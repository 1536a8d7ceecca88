package mail

import (
	"context"
	"os"
	"path/filepath"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/intake/internal/atomicfile"
)

// FileSender delivers into a folder: one .eml file per message, for the demo and for tests. A power loss may lose the
// newest; a practice sends by SMTP.
type FileSender struct {
	dir    string
	render *Renderer
}

// NewFileSender returns a sender into dir, which it makes, readable by its owner only, when it is missing.
func NewFileSender(dir string, render *Renderer) (*FileSender, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &FileSender{dir: dir, render: render}, nil
}

// Send writes the message. Its file name is derived from the MessageID, so that sending again replaces the file, and
// says nothing about anyone.
func (s *FileSender) Send(ctx context.Context, m Message) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	data, err := s.render.Render(m)
	if err != nil {
		return err
	}
	path := filepath.Join(s.dir, id.Derive("mail", m.MessageID)+".eml")
	if err := atomicfile.Write(path, data); err != nil {
		return &Error{Stage: "store", Problem: "the file cannot be written"}
	}
	return nil
}
