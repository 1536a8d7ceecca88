package rpc

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// hoursPath is set when the provider is made and changed in scheduling from then on.
const hoursPath = "initial_hours"

// activePath is counted, of what is brought along and what is paired.
const activePath = "capacity.active_clients"

// broughtPath is set where it is named. One who replaces the whole capacity and says nothing of it does not mean that nobody was brought
// along: it could be nobody who knows the field.
const broughtPath = "capacity.brought_clients"

// merge returns current with the changes the mask names, as in AIP-134: an empty mask means the fields that are given,
// "*" replaces everything. What only the service sets is ignored, wherever it is named; another number of clients, which somebody could
// mean, is refused.
func merge(current, change *matchingv1.Therapist, mask []string) (*matchingv1.Therapist, error) {
	out, _ := proto.Clone(current).(*matchingv1.Therapist)
	switch {
	case slices.Contains(mask, "*"):
		if len(mask) > 1 {
			return nil, errs.Invalid(errs.Field("updateMask", "* stands alone"))
		}
		out, _ = proto.Clone(change).(*matchingv1.Therapist)
	case len(mask) == 0:
		mask = populated(change.ProtoReflect(), "")
	}
	active := change.GetCapacity().GetActiveClients()
	if active != current.GetCapacity().GetActiveClients() && (active != 0 || slices.Contains(mask, activePath)) {
		return nil, errs.Invalid(errs.Field("therapist.capacity.activeClients", "is counted; when the care of a client brought along ends, lower broughtClients"))
	}
	for _, path := range mask {
		if path == "*" {
			continue
		}
		if err := assign(out.ProtoReflect(), change.ProtoReflect(), path); err != nil {
			return nil, err
		}
		if path == hoursPath && !sameHours(current, change) {
			return nil, errs.Invalid(errs.Field("therapist.initialHours", "is set once; change the provider's schedule"))
		}
	}
	keepOutputs(out, current)
	if change.GetCapacity().GetBroughtClients() == 0 && !slices.Contains(mask, broughtPath) {
		out.Capacity.BroughtClients = current.GetCapacity().GetBroughtClients()
	}
	return out, nil
}

// keepOutputs undoes what a caller may not set.
func keepOutputs(out, current *matchingv1.Therapist) {
	out.Name, out.Etag = current.GetName(), current.GetEtag()
	out.CreateTime, out.UpdateTime, out.DeleteTime = current.GetCreateTime(), current.GetUpdateTime(), current.GetDeleteTime()
	out.InitialHours = current.GetInitialHours()
	if out.Capacity == nil {
		out.Capacity = &matchingv1.Therapist_Capacity{}
	}
	out.Capacity.ActiveClients = current.GetCapacity().GetActiveClients()
	out.Capacity.Reserved = current.GetCapacity().GetReserved()
}

func sameHours(a, b *matchingv1.Therapist) bool {
	return proto.Equal(&matchingv1.Therapist{InitialHours: a.GetInitialHours()}, &matchingv1.Therapist{InitialHours: b.GetInitialHours()})
}

// assign copies the field at path from src to dst; one that src does not have is cleared.
func assign(dst, src protoreflect.Message, path string) error {
	segments := strings.Split(path, ".")
	for i, name := range segments {
		fd := dst.Descriptor().Fields().ByName(protoreflect.Name(name))
		last := i == len(segments)-1
		if fd == nil || (!last && (fd.Message() == nil || fd.IsList() || fd.IsMap())) {
			return errs.Invalid(errs.Field("updateMask", "names a field that does not exist"))
		}
		switch {
		case !last && !dst.Has(fd) && !src.Has(fd):
			// Nothing in it is set or cleared, so it stays away; the rest of the path is judged all the same.
			dst, src = dst.NewField(fd).Message(), src.Get(fd).Message()
		case !last:
			dst, src = dst.Mutable(fd).Message(), src.Get(fd).Message()
		case src.Has(fd):
			dst.Set(fd, src.Get(fd))
		default:
			dst.Clear(fd)
		}
	}
	return nil
}

// populated lists the paths of the fields that are given, those of nested messages one by one.
func populated(m protoreflect.Message, prefix string) []string {
	var out []string
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		path := prefix + string(fd.Name())
		if fd.Message() != nil && !fd.IsList() && !fd.IsMap() && !strings.HasPrefix(string(fd.Message().FullName()), "google.protobuf.") {
			out = append(out, populated(v.Message(), path+".")...)
		} else {
			out = append(out, path)
		}
		return true
	})
	slices.Sort(out)
	return out
}
