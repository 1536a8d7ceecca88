package config

import (
	"encoding"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"
)

const redacted = "[redacted]"

// Print writes the settings of target, a pointer to a struct that Load filled, as YAML. Secrets are redacted. When
// the struct embeds Origins, a comment says where each value came from.
func Print(w io.Writer, target any) error {
	v := reflect.ValueOf(target)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("print configuration: %T is not a pointer to a struct", target)
	}
	p := printer{}
	if o := origins(v.Elem()); o != nil {
		p.from = o.from
	}
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	if err := encoder.Encode(p.mapping(v.Elem(), "")); err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	return nil
}

type printer struct{ from map[string]string }

func (p printer) mapping(v reflect.Value, path string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for _, f := range fields(v) {
		where := join(path, f.key)
		value := p.value(f, where)
		if origin := p.from[where]; value.Kind == yaml.ScalarNode {
			value.LineComment = origin
		}
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: f.key}, value)
	}
	return node
}

func (p printer) value(f field, path string) *yaml.Node {
	secret := f.tag.Get("secret") == "true"
	switch {
	case secret && !f.value.IsZero():
		return text(redacted)
	case isStructs(f.value):
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range f.value.Len() {
			list.Content = append(list.Content, p.mapping(f.value.Index(i), fmt.Sprintf("%s[%d]", path, i)))
		}
		return list
	case !isLeaf(f.value):
		return p.mapping(f.value, path)
	case f.value.Kind() == reflect.Slice:
		list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for i := range f.value.Len() {
			list.Content = append(list.Content, text(f.value.Index(i).String()))
		}
		return list
	default:
		return scalar(f.value)
	}
}

func scalar(v reflect.Value) *yaml.Node {
	if m, ok := v.Addr().Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			return text("")
		}
		return text(string(b))
	}
	if d, ok := v.Interface().(time.Duration); ok {
		return plain(d.String())
	}
	switch v.Kind() {
	case reflect.String:
		return text(v.String())
	case reflect.Float32, reflect.Float64:
		return plain(strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits()))
	default:
		return plain(fmt.Sprint(v.Interface()))
	}
}

// text is quoted by the encoder when it could be read as something else.
func text(s string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(s)
	return node
}

func plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }
