package rpc

import (
	"context"
	"strings"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	"github.com/firstcall-health/firstcall/services/scheduling/internal/domain"
)

// appointmentTypes is the collection of appointment types, ledgerPart ends the name of a type's ledger.
const (
	appointmentTypes = "appointmentTypes/"
	ledgerPart       = "/ledger"
)

// GetLedger implements SchedulingService.
func (s staff) GetLedger(ctx context.Context, r *schedulingv1.GetLedgerRequest) (*schedulingv1.GetLedgerResponse, error) {
	name, ok := strings.CutSuffix(r.GetName(), ledgerPart)
	if !ok {
		return nil, domain.ErrNotFound
	}
	typeID, err := existing(appointmentTypes, name)
	if err != nil {
		return nil, err
	}
	entries, err := s.scheduler.Ledger(ctx, typeID)
	if err != nil {
		return nil, err
	}
	out := &schedulingv1.GetLedgerResponse{}
	for _, e := range entries {
		out.Entries = append(out.Entries, &schedulingv1.LedgerEntry{
			Provider: providers + e.ProviderID, ProviderDisplayName: e.ProviderName, SinceTime: timestamp(e.Since),
			Load: int32(e.Load), Share: e.Share, Balance: e.Balance, //nolint:gosec // small
		})
	}
	return out, nil
}
