package people

import (
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
)

// personRole is one row of person_roles.
type personRole struct {
	PersonID string
	Role     policy.Role
	Source   Source
}

// TableName is the table of roles.
func (personRole) TableName() string { return "person_roles" }

func byID(tx *db.Tx, id string) (Person, error) {
	return one(tx, "id = ?", id)
}

func one(tx *db.Tx, condition string, args ...any) (Person, error) {
	var p Person
	err := tx.Where(condition, args...).Take(&p).Error
	if db.NoRow(err) {
		return p, fault.Missing("person")
	}
	return p, err
}

func byIDs(tx *db.Tx, ids []string) ([]Person, error) {
	var list []Person
	for part := range slices.Chunk(ids, 500) {
		var some []Person
		if err := tx.Where("id IN ?", part).Find(&some).Error; err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, nil
}

func insert(tx *db.Tx, p Person) error { return tx.Create(&p).Error }

// update writes what a sign-in or a departure changes. UpdateColumns, because Updates would put the machine's time into updated_at.
func update(tx *db.Tx, p Person) error {
	return tx.Model(&Person{}).Where("id = ?", p.ID).Select("issuer", "subject", "email", "name", "department", "picture", "locale", "active", "updated_at").
		UpdateColumns(&p).Error
}

// moveIssuer changes the issuer of everybody who has a subject, and counts them.
func moveIssuer(tx *db.Tx, issuer string) (int, error) {
	result := tx.Exec("UPDATE people SET issuer = ?, updated_at = ? WHERE subject <> ''", issuer, tx.Now())
	return int(result.RowsAffected), result.Error
}

// ensure inserts the rows whose ids are not there yet.
func ensure(tx *db.Tx, list []Person) (added int, err error) {
	r := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoNothing: true}).CreateInBatches(&list, 200)
	return int(r.RowsAffected), r.Error
}

// lowered gives names a case that compares on both databases; SQLite's lower() knows A to Z only.
func lowered(column string) string {
	expression := "lower(" + column + ")"
	for _, pair := range []string{"Åå", "Ää", "Öö", "Éé", "Üü", "Õõ", "Šš", "Žž", "Øø", "Ææ", "Áá", "Çç", "Ññ"} {
		r := []rune(pair)
		expression = "replace(" + expression + ", '" + string(r[0]) + "', '" + string(r[1]) + "')"
	}
	return expression
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// list reads active people behind (name, id), one more than asked for so that the caller sees whether there is more.
func list(tx *db.Tx, q Query, afterName, afterID string, limit int) ([]Person, error) {
	query := tx.Where("active = ?", true).Order("name, id").Limit(limit + 1)
	if afterID != "" {
		query = query.Where("(name > ? OR (name = ? AND id > ?))", afterName, afterName, afterID)
	}
	for _, word := range q.words() {
		query = query.Where(lowered("name || ' ' || email || ' ' || department")+` LIKE ? ESCAPE '\'`, "%"+likeEscapes.Replace(word)+"%")
	}
	if q.Role != "" && q.Role != policy.Member {
		query = query.Where("EXISTS (SELECT 1 FROM person_roles r WHERE r.person_id = people.id AND r.role = ?)", q.Role)
	}
	var people []Person
	err := query.Find(&people).Error
	return people, err
}

func rolesOf(tx *db.Tx, ids []string) (map[string][]policy.Role, error) {
	roles := map[string][]policy.Role{}
	for part := range slices.Chunk(ids, 500) {
		var rows []personRole
		if err := tx.Where("person_id IN ?", part).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			if !slices.Contains(roles[r.PersonID], r.Role) {
				roles[r.PersonID] = append(roles[r.PersonID], r.Role)
			}
		}
	}
	for _, list := range roles {
		inOrder(list)
	}
	return roles, nil
}

// setRoles makes roles all that a source gives; what another source gives stays.
func setRoles(tx *db.Tx, personID string, source Source, roles []policy.Role) error {
	var now []personRole
	if err := tx.Where("person_id = ? AND source = ?", personID, source).Find(&now).Error; err != nil {
		return err
	}
	for _, r := range now {
		if !slices.Contains(roles, r.Role) {
			if err := tx.Exec("DELETE FROM person_roles WHERE person_id = ? AND source = ? AND role = ?", personID, source, r.Role).Error; err != nil {
				return err
			}
		}
	}
	for _, r := range roles {
		if r == policy.Member {
			continue // everyone is one
		}
		if err := tx.Exec("INSERT INTO person_roles (person_id, role, source) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", personID, r, source).Error; err != nil {
			return err
		}
	}
	return nil
}

// actorOf reads who a person is for policy, in one query; ok is false when the person is not there or has left.
func actorOf(tx *db.Tx, personID string) (actor policy.Actor, ok bool, err error) {
	var rows []struct {
		Department string
		Role       *policy.Role
	}
	err = tx.Raw(`SELECT DISTINCT p.department AS department, r.role AS role FROM people p LEFT JOIN person_roles r ON r.person_id = p.id
		WHERE p.id = ? AND p.active = ?`, personID, true).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return policy.Actor{}, false, err
	}
	actor = policy.Actor{PersonID: personID, Department: rows[0].Department}
	for _, r := range rows {
		if r.Role != nil {
			actor.Roles = append(actor.Roles, *r.Role)
		}
	}
	inOrder(actor.Roles)
	return actor, true, nil
}

func departments(tx *db.Tx) ([]string, error) {
	var names []string
	err := tx.Raw("SELECT DISTINCT department FROM people WHERE active = ? AND department <> ''", true).Scan(&names).Error
	slices.Sort(names)
	return names, err
}

func idsByEmail(tx *db.Tx, emails []string) (map[string]string, error) {
	ids := map[string]string{}
	for part := range slices.Chunk(emails, 500) {
		clean := make([]string, len(part))
		for i, e := range part {
			clean[i] = CleanEmail(e)
		}
		var rows []Person
		if err := tx.Where("email IN ? AND email <> ''", clean).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, p := range rows {
			ids[p.Email] = p.ID
		}
	}
	return ids, nil
}

// inOrder sorts roles as policy lists them, so that answers do not depend on the database.
func inOrder(roles []policy.Role) {
	slices.SortFunc(roles, func(a, b policy.Role) int {
		return slices.Index(policy.Roles, a) - slices.Index(policy.Roles, b)
	})
}
