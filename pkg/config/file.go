package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"go.yaml.in/yaml/v3"
)

// maxFile is far more than any configuration needs.
const maxFile = 1 << 20

func (l *loader) file() {
	path := l.opts.File
	if path == "" {
		path = l.env[fileVariable]
	}
	if path == "" {
		return
	}
	text, err := readFile(path)
	if err != nil {
		l.problem("file", "%v", err)
		return
	}
	l.yaml(text)
}

func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if len(text) > maxFile {
		return nil, errors.New("larger than 1 MiB")
	}
	return text, nil
}

func (l *loader) yaml(text []byte) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return
	case err != nil:
		// The parser's text may quote the file.
		l.problem("file", "not valid YAML")
		return
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		l.problem("file", "holds more than one document")
		return
	}
	root := document.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return
	}
	l.mapping(root, l.root, "")
}

func (l *loader) mapping(node *yaml.Node, v reflect.Value, path string) {
	if node.Kind != yaml.MappingNode {
		l.problem(at(path, node), "want a mapping")
		return
	}
	known := make(map[string]field)
	for _, f := range fields(v) {
		known[f.key] = f
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		where := join(path, key.Value)
		f, ok := known[key.Value]
		switch {
		case !ok:
			l.problem(at(where, key), "unknown setting")
		case seen[key.Value]:
			l.problem(at(where, key), "given twice")
		default:
			seen[key.Value] = true
			l.node(value, f, where)
		}
	}
}

func (l *loader) node(node *yaml.Node, f field, path string) {
	where := at(path, node)
	switch {
	case isStructs(f.value):
		l.structs(node, f, path)
	case !isLeaf(f.value):
		l.mapping(node, f.value, path)
	case f.value.Kind() == reflect.Slice && node.Kind == yaml.SequenceNode:
		items := make([]string, 0, len(node.Content))
		for _, item := range node.Content {
			if !isScalar(item) {
				l.problem(at(path, item), "want a list of texts")
				return
			}
			items = append(items, item.Value)
		}
		setList(f.value, items)
		l.from[path] = "file"
	case f.value.Kind() == reflect.Slice:
		l.problem(where, "want a list of texts")
	case !isScalar(node):
		l.problem(where, "want one value")
	default:
		l.set(leaf{field: f, path: path}, node.Value, where, "file")
	}
}

func (l *loader) structs(node *yaml.Node, f field, path string) {
	if node.Kind != yaml.SequenceNode {
		l.problem(at(path, node), "want a list")
		return
	}
	l.from[path] = "file"
	if len(node.Content) == 0 {
		f.value.SetZero()
		return
	}
	list := reflect.MakeSlice(f.value.Type(), len(node.Content), len(node.Content))
	for i, item := range node.Content {
		l.defaults(leaves(list.Index(i)))
		l.mapping(item, list.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	f.value.Set(list)
}

// isScalar refuses aliases, which a configuration does not need, and empty values, which are slips.
func isScalar(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Tag != "!!null" && node.Tag != "!!binary"
}

func at(path string, node *yaml.Node) string {
	if path == "" {
		path = "file"
	}
	return fmt.Sprintf("%s (line %d)", path, node.Line)
}
