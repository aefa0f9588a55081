// Rows that a home keeps itself, or that its county keeps for all its homes (home_id 0).
#ifndef SERVICES_DUTY_STORAGE_KEPT_FOR_HOME_H_
#define SERVICES_DUTY_STORAGE_KEPT_FOR_HOME_H_

// Parameters: the home's id (0 for the county's rows alone) and the county's.
#define DUTY_KEPT_FOR_HOME "WHERE home_id IN (?, 0) AND county_id IN (0, ?) "

#endif  // SERVICES_DUTY_STORAGE_KEPT_FOR_HOME_H_
