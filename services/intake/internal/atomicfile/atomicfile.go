// Package atomicfile writes small private files that are either all there or not there at all.
package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write puts data into the file at path, replacing it, readable by its owner only. A reader sees the old content or the
// new one, also when the process is killed in between. The folder must exist.
func Write(path string, data []byte) error { return replace(path, data, false) }

// WriteDurably is Write whose outcome survives a power loss, too.
func WriteDurably(path string, data []byte) error {
	if err := replace(path, data, true); err != nil {
		return err
	}
	syncDir(filepath.Dir(path))
	return nil
}

func replace(path string, data []byte, durably bool) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // made with mode 0600
	if err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write file: %w", errors.Join(err, os.Remove(tmp.Name())))
		}
	}()
	if err := fill(tmp, data, durably); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

func fill(f *os.File, data []byte, durably bool) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(data); err != nil || !durably {
		return err
	}
	return f.Sync()
}

// syncDir makes the new name survive a power loss where the file system can; the content is safe already.
func syncDir(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	defer d.Close()
	_ = d.Sync()
}
