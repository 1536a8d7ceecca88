package rpc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/requestid"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// gateway is the caller that passes on the request ids of people. Other services' ids are their own, whoever acts: a
// saga goes on under the service's name after a crash and must find what it did for the person.
const gateway = "gateway"

// callOf says who makes the write and how a repeat of it is recognised: by the request id, within the caller, and the
// hash of everything else in the request.
func callOf(ctx context.Context, request proto.Message) (domain.Call, error) {
	who := identity.From(ctx)
	call := domain.Call{Actor: who.Actor.ID, TraceID: requestid.From(ctx)}
	call.Scope = who.Caller
	if who.Caller == gateway {
		call.Scope = gateway + ":" + who.Actor.ID
	}
	field := request.ProtoReflect().Descriptor().Fields().ByName("request_id")
	if field == nil {
		return call, nil
	}
	call.RequestID = request.ProtoReflect().Get(field).String()
	body := proto.Clone(request)
	body.ProtoReflect().Clear(field)
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(body)
	if err != nil {
		return call, errs.Internal(fmt.Errorf("hash of the request: %w", err))
	}
	h := sha256.New()
	h.Write([]byte(request.ProtoReflect().Descriptor().FullName()))
	h.Write([]byte{0})
	h.Write(b)
	call.Hash = hex.EncodeToString(h.Sum(nil))
	return call, nil
}

// viewerOf says what the acting person may see: everything with one of the roles, else a clinician's own calendar.
func viewerOf(ctx context.Context, all identity.Role) domain.Viewer {
	actor := identity.From(ctx).Actor
	own, _ := bare(providers, actor.Provider)
	return domain.Viewer{All: actor.Has(all), ProviderID: own}
}
