package auth

import (
	"slices"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/people"
	"talkoot/internal/policy"
)

func insertFlow(tx *db.Tx, f flow) error { return tx.Create(&f).Error }

// takeFlow reads the sign-in and takes it out of the table at once, so that one answer only can use it. ok is false when there is
// none that this browser began.
func takeFlow(tx *db.Tx, stateHash, browserHash string) (f flow, ok bool, err error) {
	var found []flow
	err = tx.Raw(`DELETE FROM login_flows WHERE state_hash = ? AND browser_hash = ?
		RETURNING state_hash, browser_hash, nonce, verifier, return_to, expires_at`, stateHash, browserHash).Scan(&found).Error
	if err != nil || len(found) == 0 {
		return f, false, err
	}
	return found[0], tx.Now().Before(found[0].ExpiresAt), nil
}

// prune takes out what has ended, so that the tables hold only what is under way.
func prune(tx *db.Tx) error {
	if err := tx.Exec("DELETE FROM login_flows WHERE expires_at <= ?", tx.Now()).Error; err != nil {
		return err
	}
	return tx.Exec("DELETE FROM sessions WHERE (expires_at <= ? OR seen_at <= ?)", tx.Now(), tx.Now().Add(-idleLimit)).Error
}

func insertSession(tx *db.Tx, s session) error { return tx.Create(&s).Error }

// holder is one row of what stands behind a session or a token, by its hash: whose it is, and one of their roles.
type holder struct {
	Hash       string
	PersonID   string
	Name       string
	Department string
	Picture    string
	Role       *policy.Role
	SeenAt     *time.Time // a session's
	LastUsedAt *time.Time // a token's
	ExpiresAt  *time.Time
}

// holderOf adds the person, who has not left, to a session or a token in one query: it is asked with every request.
const holderOf = ` JOIN people p ON p.id = s.person_id AND p.active LEFT JOIN person_roles r ON r.person_id = p.id WHERE `

func (h holder) hash() string { return h.Hash }

// sessionHolders asks for sessions with their people; no rows where either is not there.
func sessionHolders(hashes []string) (string, []any) {
	return `SELECT s.id_hash AS hash, s.person_id, p.name, p.department, p.picture, r.role, s.seen_at, s.expires_at FROM sessions s` + holderOf + `s.id_hash IN ?`, []any{hashes}
}

// tokenHolders is sessionHolders for tokens.
func tokenHolders(hashes []string) (string, []any) {
	return `SELECT s.token_hash AS hash, s.person_id, p.name, p.department, p.picture, r.role, s.last_used_at, s.expires_at FROM tokens s` + holderOf + `s.token_hash IN ?`, []any{hashes}
}

// identityOf is who a session's or a token's rows tell of.
func identityOf(rows []holder) Identity {
	var roles []policy.Role
	for _, h := range rows {
		if h.Role != nil {
			roles = append(roles, *h.Role)
		}
	}
	h := rows[0]
	return Identity{Actor: people.ActorOfRow(h.PersonID, h.Department, roles), SessionHash: h.Hash,
		Person: people.Person{ID: h.PersonID, Name: h.Name, Department: h.Department, Picture: h.Picture}}
}

// deleteSession ends a session and says whose it was; empty when there was none.
func deleteSession(tx *db.Tx, hash string) (personID string, err error) {
	var ids []string
	err = tx.Raw("DELETE FROM sessions WHERE id_hash = ? RETURNING person_id", hash).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// deleteAllOf ends every session and token of a person.
func deleteAllOf(tx *db.Tx, personID string) error {
	if err := tx.Exec("DELETE FROM tokens WHERE person_id = ?", personID).Error; err != nil {
		return err
	}
	return tx.Exec("DELETE FROM sessions WHERE person_id = ?", personID).Error
}

func touchSession(tx *db.Tx, hash string) error {
	return tx.Exec("UPDATE sessions SET seen_at = ? WHERE id_hash = ? AND seen_at < ?", tx.Now(), hash, tx.Now()).Error
}

func insertToken(tx *db.Tx, t token) error { return tx.Create(&t).Error }

func touchToken(tx *db.Tx, hash string) error {
	return tx.Exec("UPDATE tokens SET last_used_at = ? WHERE token_hash = ?", tx.Now(), hash).Error
}

// holders gives, of these hashes, those whose session or token has not ended, with the person who holds it.
func holders(tx *db.Tx, hashes []string) (map[string]string, error) {
	alive := map[string]string{}
	for part := range slices.Chunk(hashes, 500) {
		var rows []struct {
			Hash      string
			PersonID  string
			SeenAt    time.Time
			ExpiresAt *time.Time
		}
		err := tx.Raw(`SELECT id_hash AS hash, person_id, seen_at, expires_at FROM sessions WHERE id_hash IN ?`, part).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if !(session{SeenAt: r.SeenAt, ExpiresAt: *r.ExpiresAt}).over(tx.Now()) {
				alive[r.Hash] = r.PersonID
			}
		}
		var tokens []token
		if err := tx.Where("token_hash IN ?", part).Find(&tokens).Error; err != nil {
			return nil, err
		}
		for _, t := range tokens {
			if t.ExpiresAt == nil || tx.Now().Before(*t.ExpiresAt) {
				alive[t.TokenHash] = t.PersonID
			}
		}
	}
	return alive, nil
}
