package domain

import (
	"context"
	"slices"
)

// MatchInquiry has matching rank the therapists for the need and remembers the decision. What the client wrote stays
// here: matching gets the need alone. A repeat gets the first ranking again, whatever another would draw.
func (in *Intake) MatchInquiry(ctx context.Context, o Order, maxCandidates int) (Ranking, error) {
	if o.RequestID == "" {
		return in.match(ctx, o.Inquiry, maxCandidates, "", nil)
	}
	hash := in.fingerprint(DoMatch, o.Body)
	answer, err := in.once(ctx, o.RequestID, hash, func() (answer Answer, err error) {
		_, err = in.match(ctx, o.Inquiry, maxCandidates, "", func(f *File, r Ranking) {
			answer.Ranking = &r
			act := in.newAct(DoMatch, o.RequestID, hash, f.Inquiry.ID, f.By, ActArgs{})
			act.Step, act.Answer = Done, &answer
			f.Changes.Request = act
		})
		return answer, err
	})
	if err != nil {
		return Ranking{}, err
	}
	return *answer.Ranking, nil
}

// match ranks for an inquiry, to whom a plan may give a therapist, and stores with it what also adds.
func (in *Intake) match(ctx context.Context, inquiry string, maxCandidates int, plan string, also func(*File, Ranking)) (Ranking, error) {
	bare, err := InquiryID(inquiry)
	if err != nil {
		return Ranking{}, err
	}
	i, err := in.Store.Inquiry(ctx, bare)
	if err != nil {
		return Ranking{}, err
	}
	if err := i.matchable(plan); err != nil {
		return Ranking{}, err
	}
	ranking, err := in.Matching.Rank(ctx, bare, i.asked(), i.TimeZone, maxCandidates, plan)
	if err != nil {
		return Ranking{}, err
	}
	err = in.Store.Update(ctx, bare, in.by(ctx), func(f *File) error {
		if err := f.Inquiry.matchable(plan); err != nil {
			return err
		}
		if plan != "" && f.agreeing() {
			return ErrPairingUnderWay
		}
		f.Inquiry.Decision = ranking.Decision
		f.Record(EventMatched, map[string]string{"decision": ranking.Decision})
		if also != nil {
			also(f, ranking)
		}
		return nil
	})
	return ranking, err
}

// matchable refuses an inquiry that is not to be ranked for; a plan makes no offer where one is open.
func (i *Inquiry) matchable(plan string) error {
	if _, err := i.check(Match); err != nil {
		return err
	}
	return i.offerable(plan)
}

// offerable refuses a plan's offer to a client who has one: it would take that one back, and they may be choosing.
func (i *Inquiry) offerable(plan string) error {
	if plan != "" && i.Proposal != "" {
		return errOffered
	}
	return nil
}

// asked is the need as matching gets it: of those who come along, it learns how many they are, and of a minor's guardian on record that
// somebody consents.
func (i *Inquiry) asked() Need {
	n := i.Need
	if i.Person.Guardian != nil && n.Minor() && !slices.Contains(n.Legal, "CONSENT_MISSING") {
		n.Legal = append(slices.Clone(n.Legal), "CONSENT_GIVEN")
	}
	if with := len(i.Person.Participants); with > 0 {
		n.Persons = max(n.Persons, int32(with+1)) //nolint:gosec // bounded by the form
	}
	return n
}

// wanted is what the client of the inquiry needs now. While an act holds the inquiry, it does not change.
func (in *Intake) wanted(ctx context.Context, inquiry string) (Wanted, error) {
	i, err := in.Store.Inquiry(ctx, inquiry)
	return Wanted{Need: i.asked(), TimeZone: i.TimeZone}, err
}

// ProposeTherapists has matching hold the chosen openings together while the client chooses. A proposal that was open
// before is taken back.
func (in *Intake) ProposeTherapists(ctx context.Context, o Order, p ProposalOrder) (Proposal, error) {
	answer, err := in.inSteps(ctx, ActPropose, o, func(f *File) (ActArgs, error) {
		_, err := f.Inquiry.check(Propose)
		if err == nil {
			err = f.Inquiry.offerable(p.Plan)
		}
		return ActArgs{Proposal: p}, err
	})
	if err != nil {
		return Proposal{}, err
	}
	return *answer.Proposal, nil
}

// carryOutProposal also orders the proposal's end: when its time is over, the client is where they were before.
func (in *Intake) carryOutProposal(ctx context.Context, act Act) (Answer, error) {
	order := act.Args.Proposal
	order.Inquiry = act.Inquiry
	wanted, err := in.wanted(ctx, act.Inquiry)
	if err != nil {
		return Answer{}, err
	}
	proposal, err := in.Matching.Propose(ctx, order, wanted, act.ID)
	if err != nil {
		return Answer{}, in.undoIfRefused(ctx, &act, err)
	}
	return in.finish(ctx, act, func(f *File) error {
		next, err := f.Inquiry.check(Propose)
		if err != nil {
			return err
		}
		in.letProposalGo(f)
		f.Inquiry.State, f.Inquiry.Proposal = next, proposal.Name
		f.Inquiry.Decision = order.Decision
		f.orderAt(ChoreWithdraw, proposal.Name, proposal.ExpireTime.Add(-ChoreGrace))
		f.Record(EventProposed, map[string]string{"proposal": proposal.Name, "decision": order.Decision})
		f.followWaitlist()
		f.answer(act, Answer{Proposal: &proposal})
		return nil
	})
}
