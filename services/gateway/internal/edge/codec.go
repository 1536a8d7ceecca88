package edge

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/jsonbody"
)

// codec is proto3 JSON, strict on the way in. On the way out every list and scalar is there, so that clients can rely
// on them; messages that are not set are absent, and so are enums that say nothing.
type codec struct {
	out  protojson.MarshalOptions
	in   protojson.UnmarshalOptions
	mute unsaid
}

func newCodec() *codec {
	return &codec{out: protojson.MarshalOptions{EmitDefaultValues: true}, mute: newUnsaid("firstcall.")}
}

// ContentType implements runtime.Marshaler.
func (*codec) ContentType(any) string { return "application/json" }

// Marshal implements runtime.Marshaler.
func (c *codec) Marshal(v any) ([]byte, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return json.Marshal(v)
	}
	text, err := c.out.Marshal(m)
	if err != nil {
		return nil, err
	}
	return c.mute.strip(text), nil
}

// Unmarshal implements runtime.Marshaler.
func (c *codec) Unmarshal(text []byte, v any) error {
	m, err := target(v)
	if err != nil {
		return err
	}
	return c.in.Unmarshal(text, m)
}

// NewDecoder implements runtime.Marshaler.
func (c *codec) NewDecoder(r io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(v any) error {
		if b, ok := r.(*body); ok {
			return c.decode(b, v)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		return c.Unmarshal(text, v)
	})
}

// decode leaves in the body what is wrong with it; looking for it costs only those who sent it.
func (c *codec) decode(b *body, v any) error {
	err := c.Unmarshal(b.text, v)
	if err == nil {
		return nil
	}
	wrong := jsonbody.Check(b.text, b.desc)
	if len(wrong) == 0 {
		wrong = append(wrong, errs.Field(jsonbody.Root, "cannot be read"))
	}
	b.err = errs.Invalid(wrong...).Wrap(err)
	return b.err
}

// NewEncoder implements runtime.Marshaler.
func (c *codec) NewEncoder(w io.Writer) runtime.Encoder {
	return runtime.EncoderFunc(func(v any) error {
		text, err := c.Marshal(v)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	})
}

// target is the message v is, or the one that v, a pointer to a message field, is given.
func target(v any) (proto.Message, error) {
	if m, ok := v.(proto.Message); ok {
		return m, nil
	}
	field := reflect.ValueOf(v)
	if field.Kind() == reflect.Pointer && field.Elem().Kind() == reflect.Pointer {
		field.Elem().Set(reflect.New(field.Type().Elem().Elem()))
		if m, ok := field.Elem().Interface().(proto.Message); ok {
			return m, nil
		}
	}
	return nil, fmt.Errorf("a body cannot be read into %T", v)
}
