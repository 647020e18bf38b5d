package insight

import (
	"encoding/json"
	"slices"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
)

func insertImport(tx *db.Tx, i Import) error { return tx.Create(&i).Error }

func findImport(tx *db.Tx, id string) (Import, error) { return oneImport(tx, id, "") }

// lockImport is findImport, holding the row until the transaction ends; an upload under way is found too.
func lockImport(tx *db.Tx, id string) (Import, error) {
	var rows []Import
	if err := tx.Raw(`SELECT * FROM insight_imports WHERE id = ?`+tx.ForUpdate(), id).Scan(&rows).Error; err != nil {
		return Import{}, err
	}
	if len(rows) == 0 {
		return Import{}, fault.Missing("import")
	}
	return importsUTC(rows)[0], nil
}

func oneImport(tx *db.Tx, id, suffix string) (Import, error) {
	var rows []Import
	if err := tx.Raw(`SELECT * FROM insight_imports WHERE id = ? AND state <> ?`+suffix, id, Uploading).Scan(&rows).Error; err != nil {
		return Import{}, err
	}
	if len(rows) == 0 {
		return Import{}, fault.Missing("import")
	}
	return importsUTC(rows)[0], nil
}

func importsUTC(rows []Import) []Import {
	for i := range rows {
		rows[i].CreatedAt, rows[i].UpdatedAt = rows[i].CreatedAt.UTC(), rows[i].UpdatedAt.UTC()
		if at := rows[i].FinishedAt; at != nil {
			utc := at.UTC()
			rows[i].FinishedAt = &utc
		}
	}
	return rows
}

func listImports(tx *db.Tx, page db.Page) ([]Import, string, error) {
	query := tx.Where("state <> ?", Uploading).Limit(page.Limit + 1)
	if page.Cursor != "" {
		keys, err := db.DecodeCursor(page.Cursor, 1)
		if err != nil {
			return nil, "", err
		}
		query = query.Where("id < ?", keys[0])
	}
	var rows []Import
	if err := query.Order("id DESC").Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > page.Limit {
		rows = slices.Clip(rows[:page.Limit])
		next = db.EncodeCursor(rows[page.Limit-1].ID)
	}
	return importsUTC(rows), next, nil
}

// updateImport writes all of an import that is still in this state; else it is a conflict.
func updateImport(tx *db.Tx, i Import, in State) error {
	result := tx.Model(&Import{}).Where("id = ? AND state = ?", i.ID, in).
		Select("size", "blob_key", "state", "settings", "offset_bytes", "line", "added", "rejected", "masked", "kept", "error", "lease_until", "updated_at", "finished_at").
		UpdateColumns(&i)
	if result.Error == nil && result.RowsAffected == 0 {
		return fault.New(fault.Conflict, "This import has changed meanwhile. Look at it again.")
	}
	return result.Error
}

func deleteImport(tx *db.Tx, id string) error {
	return tx.Exec(`DELETE FROM insight_imports WHERE id = ? AND state = ?`, id, Uploading).Error
}

// waiting tells whether a worker could take on an import.
func waiting(tx *db.Tx) (bool, error) {
	var n int
	err := tx.Raw(`SELECT COUNT(*) FROM insight_imports WHERE state IN ? AND (lease_until IS NULL OR lease_until <= ?)`, []State{Running, Undoing}, tx.Now()).Scan(&n).Error
	return n > 0, err
}

// underWay counts the imports that are running or being undone, with a worker or without.
func underWay(tx *db.Tx) (n int, err error) {
	err = tx.Raw(`SELECT COUNT(*) FROM insight_imports WHERE state IN ?`, []State{Running, Undoing}).Scan(&n).Error
	return n, err
}

// claim takes the import that has waited longest, until the lease ends; without one, ok is false.
func claim(tx *db.Tx, lease time.Duration) (i Import, ok bool, err error) {
	var rows []Import
	err = tx.Raw(`SELECT * FROM insight_imports WHERE state IN ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY updated_at, id LIMIT 1`+tx.ForUpdate(),
		[]State{Running, Undoing}, tx.Now()).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return Import{}, false, err
	}
	i = importsUTC(rows)[0]
	return i, true, tx.Exec(`UPDATE insight_imports SET lease_until = ? WHERE id = ?`, tx.Now().Add(lease), i.ID).Error
}

func release(tx *db.Tx, id string) error {
	return tx.Exec(`UPDATE insight_imports SET lease_until = NULL WHERE id = ?`, id).Error
}

// leftovers are the imports whose file is not needed any more: drafts and uploads nobody went on with, and what is done.
func leftovers(tx *db.Tx, drafts, uploads time.Time) ([]Import, error) {
	var rows []Import
	err := tx.Raw(`SELECT * FROM insight_imports WHERE (state = ? AND updated_at < ?) OR (state = ? AND updated_at < ?) OR (state IN ? AND blob_key <> '') ORDER BY id LIMIT 10`,
		Draft, drafts, Uploading, uploads, []State{Done, Undone}).Scan(&rows).Error
	return importsUTC(rows), err
}

func forgetFile(tx *db.Tx, id string) error {
	return tx.Exec(`UPDATE insight_imports SET blob_key = '' WHERE id = ?`, id).Error
}

// reject is a row that was left out.
type reject struct {
	ImportID string
	Line     int
	Reason   string
	Cells    string // JSON
}

// TableName is the table's.
func (reject) TableName() string { return "insight_import_rejects" }

func (r reject) cells() ([]string, error) {
	var cells []string
	err := json.Unmarshal([]byte(r.Cells), &cells)
	return cells, err
}

// maxRejects is how many refused rows are kept; all are counted.
const maxRejects = 10_000

func insertRejects(tx *db.Tx, list []reject) error {
	if len(list) == 0 {
		return nil
	}
	return tx.CreateInBatches(&list, 500).Error
}

func rejects(tx *db.Tx, id string) ([]reject, error) {
	var list []reject
	err := tx.Where("import_id = ?", id).Order("line").Find(&list).Error
	return list, err
}

func deleteRejects(tx *db.Tx, id string) error {
	return tx.Exec(`DELETE FROM insight_import_rejects WHERE import_id = ?`, id).Error
}

// imported are the ids of an import's insights behind an id, in their order.
func imported(tx *db.Tx, importID, after string, limit int) (ids []string, err error) {
	err = tx.Raw(`SELECT id FROM insights WHERE import_id = ? AND id > ? ORDER BY id LIMIT ?`+tx.ForUpdate(), importID, after, limit).Scan(&ids).Error
	return ids, err
}

// mapping reads the settings last used for a source.
func mapping(tx *db.Tx, source string) (kept, bool, error) {
	var rows []string
	err := tx.Raw(`SELECT settings FROM insight_mappings WHERE source = ?`, source).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return kept{}, false, err
	}
	k, err := Import{Settings: rows[0]}.kept()
	return k, true, err
}

func remember(tx *db.Tx, source, settings string) error {
	return tx.Exec(`INSERT INTO insight_mappings (source, settings, updated_at) VALUES (?, ?, ?)
		ON CONFLICT (source) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at`, source, settings, tx.Now()).Error
}
